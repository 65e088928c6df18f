/** Who takes part, as product.md has it: roles, teams, and what a role may. Written apart from the permission table. */

type Role = "manager" | "approver" | "viewer";
type Part = { roles: Role[]; teams: string[]; elsewhere?: true };

export const people = {
  manager: { roles: ["manager"], teams: [] },
  second: { roles: ["manager"], teams: [] },
  wide: { roles: ["manager", "approver"], teams: ["QA", "Development"] },
  dev: { roles: ["approver"], teams: ["Development"] },
  qa: { roles: ["approver"], teams: ["QA"] },
  many: { roles: ["approver"], teams: ["QA", "Development", "Security"] },
  sec: { roles: ["approver"], teams: ["Security"] },
  boss: { roles: ["approver"], teams: [] },
  viewer: { roles: ["viewer"], teams: [] },
  stranger: { roles: ["manager", "approver"], teams: ["QA"], elsewhere: true },
} as const satisfies Record<string, Part>;

export type Name = keyof typeof people;
export const names = Object.keys(people) as Name[];

const partOf = (name: Name): Part => people[name];
export const isManager = (name: Name) => partOf(name).roles.includes("manager");
export const isApprover = (name: Name) => partOf(name).roles.includes("approver");
/** Before anybody joins or leaves. */
export const teamsOf = (name: Name): readonly string[] => partOf(name).teams;

/** Of another project: sees nothing of this one. */
export const isElsewhere = (name: Name) => partOf(name).elsewhere === true;

/** Why somebody may not do what managers alone, or managers and approvers, may do. */
export function notAllowed(name: Name, who: "managers" | "those who run it"): string[] {
  if (partOf(name).elsewhere) return ["no_such_deployment"];
  const ok = isManager(name) || (who === "those who run it" && isApprover(name));
  return ok ? [] : ["not_allowed"];
}
