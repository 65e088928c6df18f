import { z } from "zod";
import { parseAssertion } from "@/lib/probe/assertion";
import type { Vocabulary } from "@/lib/probe/assertion-shape";
import { readDurationMs } from "@/lib/probe/quantity";

/** The parts that specs of several kinds have in common. */

export const variablePattern = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;
export const hasVariables = (text: string) => text.search(variablePattern) >= 0;

const longestTimeoutMs = 10_000;

/** `10s`, `500ms`: text, so that a stored spec reads as it was written. */
const timeoutField = z
  .string()
  .refine(
    (text) => {
      const ms = readDurationMs(text);
      return ms !== null && ms > 0 && ms <= longestTimeoutMs;
    },
    { error: 'must be a time of at most 10 s, such as "5s" or "500ms"' },
  )
  .default("10s");

const caField = z
  .string()
  .max(65_536)
  .regex(/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/, {
    error: "must hold at least one certificate in PEM",
  })
  .optional();

/** Lines of text, each checked against what the kind can be asked; variables are checked once filled. */
function assertField(vocabulary: Vocabulary, least: number) {
  const line = z.string().superRefine((text, context) => {
    if (hasVariables(text)) return;
    const read = parseAssertion(text, vocabulary);
    if (!read.ok)
      context.addIssue({ code: "custom", message: `"${text.slice(0, 120)}" ${read.message}` });
  });
  const lines = z
    .array(line, { error: "must be a list with at least one line" })
    .max(20, { error: "takes at most 20 lines" });
  return least === 0
    ? lines.default([])
    : lines.min(least, { error: "must be a list with at least one line" });
}

export function commonFields(vocabulary: Vocabulary, options: { leastAssertions: number }) {
  return {
    assert: assertField(vocabulary, options.leastAssertions),
    timeout: timeoutField,
    ca: caField,
  };
}

/** An http or https URL without user name and password, or one whose variables are still to be filled. */
export const urlTarget = z
  .string()
  .max(2048)
  .superRefine((text, context) => {
    if (hasVariables(text)) return;
    const message = urlProblem(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  });

function urlProblem(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return "must be a whole URL, such as https://example.com/health";
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return "must begin with http:// or https://";
  if (url.username !== "" || url.password !== "") {
    return "must not hold a user name or password: it would be kept as evidence";
  }
  return null;
}

export const redirectsField = z.number().int().min(0).max(10).default(0);
