/**
 * A scalar subquery: how many enabled members of a team may sign in a project. `roles` is an expression that gives an
 * array of roles; `projectId` null: in all projects.
 */
export const signersSql = (of: { teamId: string; projectId: string; roles: string }): string => `(
  select count(distinct p.id)::int from "TeamMember" m
  join "Person" p on p.id = m."personId" join "Grant" g on g."personId" = p.id
  where m."teamId" = ${of.teamId} and p."disabledAt" is null and g.role = any((${of.roles})::"Role"[])
    and (g."projectId" is null or g."projectId" = ${of.projectId}))`;

export const approvers = "array['approver']";
export const withManagers = "array['approver', 'release_manager']";
