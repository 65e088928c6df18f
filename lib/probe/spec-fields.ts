import { z } from "zod";
import { parseAssertion } from "@/lib/probe/assertion";
import type { Vocabulary } from "@/lib/probe/assertion-shape";
import { readDurationMs } from "@/lib/probe/quantity";
import { misnamesSecret, namesSecret } from "@/lib/probe/secrets";
import { readSpanMs, readStability } from "@/lib/probe/stability";

/** The parts that specs of several kinds have in common. */

export const variablePattern = /\{\{\s*(?!secret\.)([A-Za-z_][\w.-]*)\s*\}\}/g;
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
  .regex(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/, {
    error: "must hold at least one certificate in PEM",
  })
  .optional();

/** Lines of text, each checked against what the kind can be asked; variables are checked once filled. */
function assertField(vocabulary: Vocabulary, least: number) {
  const line = z.string().superRefine((text, context) => {
    if (namesSecret(text)) {
      context.addIssue({
        code: "custom",
        message: "must not hold a secret: they belong in headers",
      });
    }
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
    ...runningFields,
  };
}

/** How often it is tried, how long it must hold, and when it is looked at again. */
const runningFields = {
  /** Further attempts after a transport error, never after an assertion was contradicted. */
  retries: z.number().int().min(0).max(2).optional(),
  for: z
    .string()
    .refine((text) => readStability(text) !== null, {
      error: 'must be like "3 of 3, every 10s" or "15 minutes, every 30s", within 24 hours',
    })
    .optional(),
  recheck: z
    .string()
    .refine((text) => (readSpanMs(text) ?? 0) >= 60_000 && (readSpanMs(text) ?? 0) <= 86_400_000, {
      error: 'must be a time from 1 minute to 24 hours, such as "10 minutes"',
    })
    .optional(),
};

/** Set by the transport, or a way to fool a server about who is asked. */
const reservedHeaders =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|keep-alive|proxy-.*)$/i;

const areDifferent = (names: string[]) =>
  new Set(names.map((name) => name.toLowerCase())).size === names.length;

/** Request headers. `{{secret.NAME}}` may stand in their values, and nowhere else in a spec. */
export const headersField = z
  .record(
    z
      .string()
      .max(100)
      .regex(/^[!#$%&'*+.^_`|~\w-]+$/, { error: "is not a header's name" })
      .refine((name) => !reservedHeaders.test(name), {
        error: "is a header that the probe sets itself",
      }),
    z
      .string()
      .max(4096)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a header must not hold
      .refine((value) => !/[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/.test(value), {
        error: "holds a character that no header may hold",
      })
      .refine((value) => !misnamesSecret(value), {
        error: "must name a secret as {{secret.NAME}}, with letters, digits and _ in its name",
      }),
  )
  .refine((headers) => Object.keys(headers).length <= 20, { error: "takes at most 20 headers" })
  .refine((headers) => areDifferent(Object.keys(headers)), {
    error: "has a header twice: capitals make no difference",
  })
  .optional();

/** An http or https URL without user name and password, or one whose variables are still to be filled. */
export const urlTarget = z
  .string()
  .max(2048)
  .superRefine((text, context) => {
    const message = namesSecret(text)
      ? "must not hold a secret: it would be kept as evidence; secrets belong in headers"
      : hasVariables(text)
        ? null
        : urlProblem(text);
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
