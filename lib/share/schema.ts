import { z } from "zod";
import { stageKinds } from "@/lib/checklist/schema";
import { blockerCodes } from "@/lib/verdict/codes";

const id = z.string().min(1).max(100);
const time = z.iso.datetime();

export const shareSpans = [1, 7, 30, 90] as const;

export const shareInput = z.object({
  deploymentId: id,
  /** For whom, so that it is known later which one to withdraw. Not in the log: it may name somebody. */
  label: z.string().trim().max(120, "is longer than 120 characters").default(""),
  days: z.int().min(1).max(366),
});
export type ShareInput = z.input<typeof shareInput>;

export const endShareInput = z.object({ deploymentId: id, shareId: z.uuid() });
export type EndShareInput = z.input<typeof endShareInput>;

/** How the token of every link begins. */
export const sharePrefix = "css";

/** A link as release managers see it. Times are ISO. */
export type ShareView = {
  id: string;
  label: string;
  createdBy: string | null;
  createdAt: string;
  expiresAt: string;
  withdrawnAt: string | null;
};

/**
 * All that a stakeholder sees of a deployment, and nothing else: what is not named here does not leave the server. No
 * items, commands, addresses, contacts, reasons or notes.
 */
export const stakeholderView = z.strictObject({
  title: z.string(),
  version: z.string(),
  project: z.string(),
  environment: z.string(),
  plannedAt: time.nullable(),
  startedAt: time.nullable(),
  wentLiveAt: time.nullable(),
  closedAt: time.nullable(),
  answer: z.enum(["yes", "not_yet", "held"]),
  /** How it ended; null: it has not. */
  outcome: z.enum(["success", "partial", "failed", "cancelled"]).nullable(),
  /** What is next, and what is left before it. */
  next: z.strictObject({
    /** Null: closing. */
    stage: z.string().nullable(),
    items: z.number().int(),
    signOffs: z.number().int(),
  }),
  /** What holds: of items only how many, of sign-offs which. */
  holds: z.array(
    z.strictObject({
      code: z.enum(blockerCodes),
      signOff: z.string().nullable(),
      n: z.number().int().positive(),
    }),
  ),
  stages: z.array(
    z.strictObject({
      key: z.string(),
      title: z.string(),
      kind: z.enum(stageKinds),
      open: z.boolean(),
      settled: z.number().int(),
      required: z.number().int(),
    }),
  ),
  signOffs: z.array(
    z.strictObject({
      key: z.string(),
      /** Null: the product words `kind`. */
      label: z.string().nullable(),
      kind: z.enum(["team", "deployed_by", "approved_by"]),
      status: z.enum(["waiting", "standing", "suspended", "expired", "refused"]),
      by: z.string().nullable(),
      inNameOf: z.string().nullable(),
      at: time.nullable(),
    }),
  ),
  /** Number of the last event. */
  last: z.number().int(),
});
export type StakeholderView = z.infer<typeof stakeholderView>;
