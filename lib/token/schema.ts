import { z } from "zod";

export const longestDays = 366;

export const createTokenInput = z.object({
  name: z.string().trim().min(1, "is empty").max(120, "is longer than 120 characters"),
  /** Null: deployments of all projects. */
  projectId: z.uuid().nullable(),
  days: z.int().min(1, "is less than 1").max(longestDays, `is more than ${longestDays}`),
});
export type CreateTokenInput = z.input<typeof createTokenInput>;

export const withdrawTokenInput = z.object({ tokenId: z.uuid() });
export type WithdrawTokenInput = z.input<typeof withdrawTokenInput>;

/** How every token begins. */
export const tokenPrefix = "csg";

/** A token as admins see it; the token itself is shown once, when it is made. Times are ISO. */
export type TokenView = {
  id: string;
  name: string;
  project: { id: string; name: string } | null;
  createdAt: string;
  /** Null: the system. */
  createdBy: string | null;
  expiresAt: string;
  withdrawnAt: string | null;
  /** To the minute. */
  usedAt: string | null;
};
