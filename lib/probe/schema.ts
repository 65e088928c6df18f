import { z } from "zod";

/**
 * What a probe run leaves behind: stored with the run, hashed as evidence, shown on the item.
 * Fields are added, never changed in meaning. Units stand in names or beside the value.
 */

export const verdictSchema = z.enum(["pass", "fail", "inconclusive"]);
export type Verdict = z.infer<typeof verdictSchema>;

/** Why a run ended as it did: a closed set, worded by `messages/`. */
export const probeReasonCodes = [
  // Pass.
  "held",
  "port-closed",
  // Fail: measured, and not as asked.
  "contradicted",
  "connection-refused",
  "connection-closed",
  "server-error",
  "foreign-credentials",
  "answer-timeout",
  "certificate-refused",
  "tls-failed",
  "name-missing",
  "record-missing",
  // Inconclusive: not measured.
  "not-measured",
  "undecided",
  "not-let-in",
  "query-refused",
  "query-warned",
  "spec-invalid",
  "variables-missing",
  "secret-missing",
  "secret-refused",
  "address-refused",
  "port-refused",
  "name-unresolved",
  "dns-timeout",
  "connect-timeout",
  "unreachable",
  "redirect-refused",
  "body-too-large",
  "body-incomplete",
  "body-undecodable",
  "header-overflow",
  "answer-malformed",
  "resolver-failed",
  "starting-up",
  "cancelled",
  "rounds-missed",
  "target-changed",
  "judging-failed",
  "engine-error",
  "worker-lost",
] as const;

const probeReasonSchema = z.object({
  code: z.enum(probeReasonCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ProbeReason = z.infer<typeof probeReasonSchema>;

/** Why one assertion could not be judged. */
export const unmeasuredCodes = [
  "missing",
  "nan",
  "empty",
  "wrong-type",
  "not-exact",
  "several",
  "too-few",
  "not-let-in",
  "too-many",
  "warning",
  "unrecognised",
  "conflicting",
  "between",
  "reset",
  "stale",
  "no-observations",
  "not-json",
  "not-exposition",
  "not-received",
  "open-ended",
] as const;
export type UnmeasuredCode = (typeof unmeasuredCodes)[number];

const judgedAssertionSchema = z.object({
  /** The line as written: `time < 500ms`. */
  text: z.string(),
  /** Operator and bound as read: `< 500 ms`. */
  expected: z.string(),
  /** The parsed value with its unit; null when there was none. */
  actual: z.string().nullable(),
  /** The value as it came over the wire, cut to 256 characters; null when there was none. */
  raw: z.string().nullable(),
  verdict: verdictSchema,
  /** Set when, and only when, the verdict is inconclusive. */
  unmeasured: z.enum(unmeasuredCodes).nullable(),
  /** What the words of `unmeasured` need, where they need something. */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type JudgedAssertion = z.infer<typeof judgedAssertionSchema>;

const units = ["ms", "ratio", "bytes", "days", "status", "count", ""] as const;
export type Unit = (typeof units)[number];

const probeFigureSchema = z.object({
  /** `time`, `status`, `days left`, `$.status`, a metric's name. */
  name: z.string(),
  value: z.union([z.number(), z.string(), z.boolean()]),
  unit: z.enum(units),
  /** Operator and bound as read, of a figure in a run's summary that a line speaks of: `< 500 ms`. */
  asked: z.string().optional(),
  /** What that line came to. */
  verdict: verdictSchema.optional(),
});
export type ProbeFigure = z.infer<typeof probeFigureSchema>;

const millisecondsSchema = z.number().nonnegative().nullable();

/** Milliseconds of each phase; null when the phase was not reached or not needed. */
const phasesSchema = z.object({
  dnsMs: millisecondsSchema,
  connectMs: millisecondsSchema,
  tlsMs: millisecondsSchema,
  /** From the request being sent to the first byte of the answer. */
  firstByteMs: millisecondsSchema,
  totalMs: millisecondsSchema,
});
export type Phases = z.infer<typeof phasesSchema>;

/** One request on the way: the first, or one after a redirect. */
const hopSchema = z.object({
  /** Without userinfo. */
  target: z.string(),
  address: z.string().nullable(),
  port: z.number().int(),
  phases: phasesSchema,
  status: z.number().int().nullable(),
});
export type Hop = z.infer<typeof hopSchema>;

const attemptSchema = z.object({
  hops: z.array(hopSchema),
  /** What ended this attempt early; null when it got a whole answer. */
  problem: probeReasonSchema.nullable(),
});

export const certificateFaults = [
  "expired",
  "not-yet-valid",
  "issuer-expired",
  "issuer-not-yet-valid",
  "wrong-host",
  "self-signed",
  "incomplete-chain",
  "untrusted",
  "weak-key",
  "weak-signature",
  "wrong-purpose",
  "old-protocol",
] as const;

const certificateSummarySchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  serial: z.string(),
  /** ISO 8601. */
  validFrom: z.string(),
  validTo: z.string(),
  /** SHA-256 of the certificate, lower-case hex. */
  fingerprint: z.string(),
  /** `RSA 2048 bit` */
  key: z.string().optional(),
  /** `sha256WithRSAEncryption` */
  signature: z.string().optional(),
});
export type CertificateSummary = z.infer<typeof certificateSummarySchema>;

export const bodySummarySchema = z.object({
  /** Bytes kept after decoding; at most 1 MiB. */
  bytes: z.number().int(),
  /** SHA-256 of those bytes, lower-case hex. */
  sha256: z.string(),
  complete: z.boolean(),
  /** At most 4 KiB of text. */
  excerpt: z.string(),
});
export type BodySummary = z.infer<typeof bodySummarySchema>;

const evidenceSchema = z.object({
  engine: z.string(),
  kind: z.string().nullable(),
  /** The spec as it ran, variables filled, userinfo removed; null when it could not be read. */
  spec: z.record(z.string(), z.unknown()).nullable(),
  /** SHA-256 of the spec's canonical JSON (RFC 8785), lower-case hex. */
  specHash: z.string().nullable(),
  /** ISO 8601. */
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Address of the last connection. */
  address: z.string().nullable(),
  phases: phasesSchema.nullable(),
  status: z.number().int().nullable(),
  /** Listed headers only; never credentials or cookies. */
  headers: z.record(z.string(), z.string()),
  body: bodySummarySchema.nullable(),
  /** Leaf first. */
  certificates: z.array(certificateSummarySchema),
  /** Every fault found in the chain, as codes: `expired`, `wrong-host`, ... */
  certificateFaults: z.array(z.string()),
  attempts: z.array(attemptSchema),
  /** Time of each counted request of a `latency` probe, in the order of sending; null: none that counts. */
  samples: z.array(millisecondsSchema).max(300).optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

const onceSchema = z.object({
  verdict: verdictSchema,
  reason: probeReasonSchema,
  assertions: z.array(judgedAssertionSchema),
  figures: z.array(probeFigureSchema),
  evidence: evidenceSchema,
});

/** What a kind's judge says. */
export const judgementSchema = onceSchema.omit({ evidence: true });

/** One measurement of a run with `for:`. */
const roundSchema = onceSchema.pick({ verdict: true, reason: true, figures: true }).extend({
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Kept of the first measurements that did not pass. */
  assertions: z.array(judgedAssertionSchema).optional(),
  evidence: evidenceSchema.optional(),
  /** What the spec's variables stood for; kept of the newest, for the next one to be of the same target. */
  filled: z.record(z.string(), z.string()).optional(),
});
export type Round = z.infer<typeof roundSchema>;
export const roundsSchema = z.array(roundSchema);

export const probeResultSchema = onceSchema.extend({
  /** All measurements of a run with `for:`; the rest of the result is the one that decided. */
  rounds: roundsSchema.optional(),
});
export type ProbeResult = z.infer<typeof probeResultSchema>;
