import { z } from "zod";

/** What a pipeline may ask for: stages that lock, and the end of all. */
export const gateStages = ["prepare", "deploy", "verify", "go-live", "closing"] as const;

const short = z.string().min(1, "is empty").max(200, "is longer than 200 characters");

const asked = {
  stage: z.enum(gateStages, `must be one of ${gateStages.join(", ")}`).default("deploy"),
  /** Must be the deployment's. Absent: whatever it is. */
  version: short.optional(),
  /** Digest of what will be shipped, `sha256:<64 hex>`; must be the deployment's. */
  artifact: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hex digits")
    .optional(),
  /** Language of the reasons; absent: that of the request. */
  lang: z.enum(["en", "ko"], "must be en or ko").optional(),
};

export const gateQuestion = z.strictObject(asked);
export type GateQuestion = z.output<typeof gateQuestion>;

/** By what a pipeline knows: the one deployment in flight, or planned, of this version in this environment. */
export const gateLookup = z.strictObject({
  ...asked,
  project: short,
  environment: short,
  version: short,
});
export type GateLookup = z.output<typeof gateLookup>;

const time = z.iso.datetime();

/** The answer, documented in docs/gate.md and docs/gate.schema.json. */
export const gateAnswer = z.strictObject({
  /** The answer: go on only upon true. */
  proceed: z.boolean(),
  /** What the page says. */
  verdict: z.enum(["yes", "not_yet", "held"]),
  over: z.enum(["closed", "cancelled"]).nullable(),
  stage: z.enum(gateStages),
  /** Empty if and only if `proceed`. `code` stays; `text` is for people. */
  reasons: z.array(z.strictObject({ code: z.string(), text: z.string() })),
  deployment: z.strictObject({
    id: z.string(),
    title: z.string(),
    project: z.string(),
    environment: z.string(),
    version: z.string(),
    artifact: z.string().nullable(),
  }),
  /** The last event that the answer knows, and its hash in the log. */
  event: z.strictObject({ number: z.number().int().positive(), hash: z.string() }),
  at: time,
});
export type GateAnswer = z.infer<typeof gateAnswer>;

/** What is told instead of an answer (RFC 9457). */
export const gateProblem = z.strictObject({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
});
export type GateProblem = z.infer<typeof gateProblem>;
