import type { Actor } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { reason } from "@/lib/core/errors";
import { adminSince } from "@/lib/people/read-person";
import { confirmBlocker } from "@/lib/people/rules";
import type { LateMember } from "@/lib/people/schema";

type Row = Omit<LateMember, "blocker" | "joinedAt" | "confirmed"> & {
  joinedAt: Date;
  addedById: string | null;
  confirmedBy: string | null;
  confirmerSince: Date | null;
};

/**
 * Members who may not sign deployments that are under way, for they joined after those were made and no admin of
 * before has confirmed it. `actor` is the admin who looks; `personId` null: everybody's.
 */
export async function lateMembers(actor: Actor, personId: string | null): Promise<LateMember[]> {
  const adminId = actor.kind === "person" ? actor.id : "";
  const rows = await query<Row>(
    `select m."teamId", m."personId", m."joinedAt", m."addedById", m."confirmerSince",
       (select name from "Person" where id = m."addedById") as "addedBy",
       (select name from "Person" where id = m."confirmedById") as "confirmedBy",
       count(distinct d.id)::int as deployments,
       count(distinct d.id) filter (where d."createdAt" >= $2)::int as helped
     from "TeamMember" m join "SignOff" s on s."teamId" = m."teamId"
     join "Deployment" d on d.id = s."deploymentId" and d.status in ('planned', 'in_flight')
     where d."createdAt" < m."joinedAt" and (m."confirmerSince" is null or m."confirmerSince" > d."createdAt")
       and ($1::text is null or m."personId" = $1)
     group by m."teamId", m."personId"`,
    [personId, await adminSince({ query }, adminId)],
  );
  return rows.map(({ addedById, confirmedBy, confirmerSince, joinedAt, ...row }) => ({
    ...row,
    joinedAt: joinedAt.toISOString(),
    confirmed:
      confirmedBy !== null && confirmerSince
        ? { by: confirmedBy, since: confirmerSince.toISOString() }
        : null,
    // Of an admin who came after all of them, a confirmation would change nothing.
    blocker:
      confirmBlocker({ personId: row.personId, addedById }, adminId) ??
      (row.helped === 0 ? reason("admin_since_later") : null),
  }));
}
