import { z } from "zod";
import type { ErrorView } from "@/lib/core/errors";
import { mostMessage, reminderMinutes } from "@/lib/sign-off/ask-rules";

const id = z.string().min(1).max(100);
const prose = z.string().trim().max(4000);

export const closingInput = z.object({
  outcome: z.enum(["success", "partial", "failed"]),
  notes: prose,
});

export const signInput = z.object({
  deploymentId: id,
  signOffKey: z.string().min(1).max(400),
  /** Hash of the covered state that the signer saw; signing refuses when it has moved. */
  stateHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Number of the last event that the signer saw; the words name it. */
  seen: z.number().int().min(1),
  /** The exact words that the signer saw, made by `prepare` for this hash. */
  statement: z.string().min(1).max(10_000),
  locale: z.enum(["en", "ko"]),
  /** Only with "deployed by". */
  closing: closingInput.nullable().default(null),
});

const authenticated = z.discriminatedUnion("by", [
  z.object({ by: z.literal("password") }),
  z.object({ by: z.literal("oidc"), issuer: z.string().max(2_000), authTime: z.iso.datetime() }),
]);

/** As the command takes it from whoever asked for the proof, never from the browser. */
export const provenSignInput = signInput.extend({ authenticated: authenticated.optional() });

export type SignAtProviderInput = z.input<typeof signInput>;

/** What came of a signature that was taken to the identity provider. */
export type ProviderSigningView = {
  signOffKey: string;
  /** As it was typed before. */
  closing: z.output<typeof closingInput> | null;
  signed: boolean;
  /** Why not. */
  error: ErrorView | null;
};

/** As the browser sends it: with the password, which is checked before the command and goes no further. */
export const signWithPasswordInput = signInput.extend({ password: z.string().min(1).max(1000) });
export type SignWithPasswordInput = z.input<typeof signWithPasswordInput>;

export const refuseInput = z.object({
  deploymentId: id,
  signOffKey: z.string().min(1).max(400),
  reason: prose.min(1),
  locale: z.enum(["en", "ko"]),
});
export type RefuseInput = z.input<typeof refuseInput>;

export const withdrawInput = z.object({
  deploymentId: id,
  signOffKey: z.string().min(1).max(400),
  reason: prose.min(1),
});
export type WithdrawInput = z.input<typeof withdrawInput>;

export const statementInput = z.object({
  deploymentId: id,
  signOffKey: z.string().min(1).max(400),
  locale: z.enum(["en", "ko"]),
  closing: closingInput.nullable().default(null),
});

export const askInput = z.object({
  deploymentId: id,
  signOffKey: z.string().min(1).max(400),
  /** Who is asked; null: the team of the sign-off. */
  personId: id.nullable(),
  message: z.string().trim().max(mostMessage).default(""),
  remindEvery: z
    .union(reminderMinutes.map((n) => z.literal(n)))
    .nullable()
    .default(null),
});
export type AskInput = z.input<typeof askInput>;

export const withdrawRequestInput = z.object({ deploymentId: id, requestId: id });
export type WithdrawRequestInput = z.input<typeof withdrawRequestInput>;

export const seeRequestsInput = z.object({
  deploymentId: id,
  signOffKey: z.string().min(1).max(400),
});
export type SeeRequestsInput = z.input<typeof seeRequestsInput>;

/** Who can be asked to answer a sign-off. */
export type AskableView = {
  team: { id: string; name: string } | null;
  people: { id: string; name: string }[];
};

/** How the one who asks can prove to be themselves; `provider`: its name, where they are linked to it. */
export type SignWays = { password: boolean; provider: string | null };

/** What the signing dialog shows. */
export type StatementView = {
  ways: SignWays;
  /** The words to be signed. */
  statement: string;
  stateHash: string;
  /** Number of the last event it takes in. */
  seen: number;
  items: number;
  done: number;
  notApplicable: number;
  waived: { key: string; label: string; reason: string }[];
  overridden: { key: string; label: string; reason: string }[];
  /** Probes above whose run nobody may sign on: too old, or of another target (`moved`: the variables that changed). */
  stale: {
    probeId: string;
    itemKey: string;
    label: string;
    finishedAt: string;
    tooOld: boolean;
    moved: string[];
  }[];
};
