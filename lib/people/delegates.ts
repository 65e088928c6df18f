import type { Tx } from "@/lib/core/db";
import { type Grant, projectsFor } from "@/lib/core/permissions";

/** Somebody who could sign in a member's absence. */
export type Delegate = { id: string; name: string; teamIds: string[] };

/**
 * Enabled approvers of the projects in which somebody with these grants is one: nobody learns of people of other
 * projects here. `onlyId`: that person or nobody.
 */
export async function delegatesFor(
  query: Tx["query"],
  grants: readonly Grant[],
  onlyId: string | null = null,
): Promise<Delegate[]> {
  const signs = grants.filter(({ role }) => role === "approver");
  if (signs.length === 0) return [];
  const reach = projectsFor(signs, "sign_off.sign");
  return query<Delegate>(
    `select p.id, p.name, coalesce((select jsonb_agg(m."teamId") from "TeamMember" m where m."personId" = p.id), '[]') as "teamIds"
     from "Person" p where p."disabledAt" is null and ($2::text is null or p.id = $2) and exists (
       select 1 from "Grant" g where g."personId" = p.id and g.role = 'approver'
         and (g."projectId" is null or $1::text[] is null or g."projectId" = any($1)))
     order by p.name, p.id`,
    [reach === "all" ? null : reach, onlyId],
  );
}
