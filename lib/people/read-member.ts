import type { Tx } from "@/lib/core/db";

type Row = { addedById: string | null; confirmerSince: Date | null };

/** How somebody came into a team; null: they are not in it. */
export async function readMember(
  tx: Tx,
  teamId: string,
  personId: string,
): Promise<{ addedById: string | null; confirmerSince: string | null } | null> {
  const [row] = await tx.query<Row>(
    `select "addedById", "confirmerSince" from "TeamMember" where "teamId" = $1 and "personId" = $2`,
    [teamId, personId],
  );
  return row ? { ...row, confirmerSince: row.confirmerSince?.toISOString() ?? null } : null;
}
