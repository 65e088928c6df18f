import { z } from "zod";

/** Stages before which an environment may ask for signatures. */
export const gatedStages = ["deploy", "verify", "go-live"] as const;
export type GatedStage = (typeof gatedStages)[number];

/** What an environment asks of every deployment there, whatever its checklist says: so many of a team, before a stage. */
const one = z.object({
  teamId: z.uuid(),
  need: z.int("must be a whole number").min(1).max(20),
  before: z.enum(gatedStages),
});

export const leastSchema = z
  .array(one)
  .max(50, "has more than 50 entries")
  .refine(
    (all) => new Set(all.map(({ teamId, before }) => `${teamId} ${before}`)).size === all.length,
    "names a team twice before the same stage",
  );

export type LeastSignOff = z.infer<typeof leastSchema>[number];

/** The same with the team's name of then, as deployments pin it. */
export const pinnedLeastSchema = one.extend({
  team: z.string(),
  /** The sign-off must stand where it keeps the stage from opening. Absent: an older log, where any place above did. */
  holds: z.literal(true).optional(),
});
export type PinnedLeast = z.infer<typeof pinnedLeastSchema>;
