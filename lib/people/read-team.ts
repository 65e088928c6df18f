import type { Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";

export type TeamNow = { id: string; key: string; name: string };

/** Throws AppError `not_found`. */
export async function readTeam(tx: Tx, teamId: string): Promise<TeamNow> {
  const [team] = await tx.query<TeamNow>(`select id, key, name from "Team" where id = $1`, [
    teamId,
  ]);
  if (!team) throw new AppError("not_found");
  return team;
}
