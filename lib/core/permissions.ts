/** Who may do what: one table, read by the server (every query and command) and by the screen. */

export const roles = ["admin", "release_manager", "approver", "viewer"] as const;
export type Role = (typeof roles)[number];

/** A role in one project, or in all of them (`projectId` null). */
export type Grant = { role: Role; projectId: string | null };

export const permissions = {
  "deployment.view": ["viewer", "approver", "release_manager", "admin"],
  "deployment.create": ["release_manager"],
  "deployment.edit": ["release_manager"],
  "deployment.cancel": ["release_manager"],
  "deployment.close": ["release_manager"],
  "stage.open_early": ["release_manager"],
  "issue.declare": ["release_manager", "approver"],
  "issue.end": ["release_manager"],
  "item.tick": ["release_manager", "approver"],
  "item.note": ["release_manager", "approver"],
  "item.waive": ["release_manager"],
  "item.edit": ["release_manager"],
  "section.set": ["release_manager"],
  "probe.bind": ["release_manager"],
  "probe.run": ["release_manager", "approver"],
  "sign_off.sign": ["approver", "release_manager"],
  "sign_off.ask": ["release_manager"],
  "template.view": ["viewer", "approver", "release_manager", "admin"],
  "template.edit": ["release_manager"],
  "project.view": ["viewer", "approver", "release_manager", "admin"],
  "project.edit": ["admin"],
  "environment.edit": ["admin"],
  "people.view": ["admin"],
  "people.edit": ["admin"],
  "share.edit": ["release_manager"],
  "token.edit": ["admin"],
  "log.view": ["viewer", "approver", "release_manager", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Scope "anywhere": some grant is enough, whatever its project ("may this person see the page at all?"). */
export const anywhere = Symbol("anywhere");

/**
 * Whether these grants allow it. `projectId`: that project; null: only a grant for all projects counts;
 * `anywhere`: any grant counts.
 */
export function may(
  grants: readonly Grant[],
  permission: Permission,
  projectId: string | null | typeof anywhere,
): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return grants.some(
    (grant) =>
      allowed.includes(grant.role) &&
      (grant.projectId === null || projectId === anywhere || grant.projectId === projectId),
  );
}

/** Projects that the permission reaches: "all", or their ids. */
export function projectsFor(grants: readonly Grant[], permission: Permission): "all" | string[] {
  const allowed: readonly Role[] = permissions[permission];
  const matching = grants.filter((grant) => allowed.includes(grant.role));
  if (matching.some((grant) => grant.projectId === null)) return "all";
  return [...new Set(matching.flatMap((grant) => grant.projectId ?? []))];
}
