import { z } from "zod";

export const linkInput = z.object({
  personId: z.uuid(),
  issuer: z.string().min(1),
  subject: z.string().min(1).max(255),
  /** Verified by the provider: still the person's, or they are not linked. */
  email: z.string(),
});

export const unlinkInput = z.object({ personId: z.uuid(), identityId: z.uuid() });
export type UnlinkInput = z.input<typeof unlinkInput>;

/** What went wrong on the way to the provider and back, as the sign-in page words it. */
export const visitProblems = [
  "provider_unreachable",
  "provider_cancelled",
  "provider_refused",
  "provider_visit_over",
  "provider_no_account",
  "provider_other_identity",
  "provider_email_unverified",
  "provider_limited",
] as const;
export type VisitProblem = (typeof visitProblems)[number];
export const visitProblem = z.enum(visitProblems);
