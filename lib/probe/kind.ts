import { z } from "zod";
import { parseAssertion, type Vocabulary } from "@/lib/probe/assertion";
import type { Judgement } from "@/lib/probe/judge";
import { readDurationMs } from "@/lib/probe/quantity";
import type { BodySummary, CertificateSummary, Hop, Phases, ProbeReason } from "@/lib/probe/schema";

/**
 * What a kind of probe is: a spec, a way to look, and a pure judgement of what was seen.
 * A kind never opens a socket. It is handed a `Reach`, which goes out through the guard, so a new
 * kind adds one file here and, when it speaks a new protocol, one method there.
 */

/** What happened on the way, whatever the kind: the stuff of evidence. */
export type Trace = {
  /** What kept a whole answer from arriving; null when nothing did. */
  problem: ProbeReason | null;
  hops: Hop[];
  headers: Record<string, string>;
  body: BodySummary | null;
  certificates: CertificateSummary[];
  certificateFaults: string[];
};

export type Exchange = {
  trace: Trace;
  status: number | null;
  contentType: string | null;
  /** From the first name look-up to the last byte, redirects included. */
  elapsedMs: number;
  /** The decoded body when all of it came and it is UTF-8; else null. */
  text: string | null;
};

export type Handshake = {
  trace: Trace;
  /** Null when no certificate was seen. */
  certificate: { chain: boolean; host: boolean; daysLeft: number } | null;
};

export type HttpRequest = {
  target: string;
  accept: string;
  redirects: number;
  timeoutMs: number;
  ca: string | null;
};

export type TlsRequest = { host: string; port: number; timeoutMs: number; ca: string | null };

/** The only way out. Both settle in bounded time and memory, and report trouble in the trace. */
export type Reach = {
  http(request: HttpRequest, signal: AbortSignal): Promise<Exchange>;
  tls(request: TlsRequest, signal: AbortSignal): Promise<Handshake>;
};

export type Measurement = { trace: Trace; judgement: Judgement };

type KindParts<Spec, Observation extends { trace: Trace }> = {
  name: string;
  spec: z.ZodType<Spec>;
  observe(spec: Spec, connect: Reach, signal: AbortSignal): Promise<Observation>;
  /** Pure: the same observation always gets the same judgement. */
  judge(spec: Spec, observation: Observation): Judgement;
};

export type Kind<Spec, Observation extends { trace: Trace }> = KindParts<Spec, Observation> & {
  /** Looks and judges; throws when `spec` is not one of this kind. */
  measure(spec: unknown, connect: Reach, signal: AbortSignal): Promise<Measurement>;
};

export function defineKind<Spec, Observation extends { trace: Trace }>(
  parts: KindParts<Spec, Observation>,
): Kind<Spec, Observation> {
  return {
    ...parts,
    async measure(input, connect, signal) {
      const spec = parts.spec.parse(input);
      const observation = await parts.observe(spec, connect, signal);
      return { trace: observation.trace, judgement: parts.judge(spec, observation) };
    },
  };
}

export const variablePattern = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;
export const hasVariables = (text: string) => text.search(variablePattern) >= 0;

export const longestTimeoutMs = 10_000;

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

export const emptyPhases: Phases = {
  dnsMs: null,
  connectMs: null,
  tlsMs: null,
  firstByteMs: null,
  totalMs: null,
};

export const emptyTrace = (problem: ProbeReason | null): Trace => ({
  problem,
  hops: [],
  headers: {},
  body: null,
  certificates: [],
  certificateFaults: [],
});
