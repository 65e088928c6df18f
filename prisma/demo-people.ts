import type { Caller } from "@/lib/core/caller";
import { system } from "@/lib/core/caller";
import type { Role } from "@/lib/core/permissions";
import { createPerson } from "@/lib/people/commands";
import { addToTeam, grantRole } from "@/lib/people/grant-commands";
import { changePassword } from "@/lib/people/password-command";
import { createTeam } from "@/lib/people/team-commands";

/** Known to everybody who runs the demo: it fills the embedded database alone, which listens on this machine only. */
export const demoPassword = "countersign-demo";

export const demoCaller = system("demo", "demo");

const teams = ["Development", "QA", "Security", "DevOps", "Product owner"] as const;
type Team = (typeof teams)[number];

type Spec = { name: string; email: string; role: Role; team?: Team };

/** A person for each role and team. */
const specs = [
  { name: "Noor Haddad", email: "noor@example.com", role: "admin" },
  { name: "Jisoo Kim", email: "jisoo@example.com", role: "release_manager" },
  { name: "Marco Rossi", email: "marco@example.com", role: "release_manager" },
  { name: "Lena Fischer", email: "lena@example.com", role: "approver", team: "Development" },
  { name: "Minjun Lee", email: "minjun@example.com", role: "approver", team: "QA" },
  { name: "Amara Okafor", email: "amara@example.com", role: "approver", team: "Security" },
  { name: "Tomás Silva", email: "tomas@example.com", role: "approver", team: "DevOps" },
  { name: "Grace Chen", email: "grace@example.com", role: "approver", team: "Product owner" },
  { name: "Henrik Larsen", email: "henrik@example.com", role: "approver" },
  { name: "Sofia Novak", email: "sofia@example.com", role: "viewer" },
] as const satisfies readonly Spec[];

export type DemoName = (typeof specs)[number]["name"];
export type DemoPerson = { id: string; caller: Caller };
export type DemoPeople = Record<DemoName, DemoPerson>;

async function makePerson(spec: Spec, teamIds: Map<string, string>): Promise<DemoPerson> {
  const { name, email, role, team } = spec;
  const { personId, password } = (await createPerson(demoCaller, { name, email })).result;
  await grantRole(demoCaller, { personId, role, projectId: null });
  const teamId = team && teamIds.get(team);
  if (teamId) await addToTeam(demoCaller, { personId, teamId });
  const first: Caller = { actor: { kind: "person", id: personId, epoch: 0 }, via: "demo" };
  const change = { current: password, next: demoPassword };
  const { epoch } = (await changePassword(first, change, "demo")).result;
  return { id: personId, caller: { actor: { kind: "person", id: personId, epoch }, via: "demo" } };
}

/** Teams and people, with the demo's password. */
export async function makeDemoPeople(): Promise<DemoPeople> {
  const teamIds = new Map<string, string>();
  for (const name of teams) {
    teamIds.set(name, (await createTeam(demoCaller, { name })).result.teamId);
  }
  const made: [string, DemoPerson][] = [];
  for (const spec of specs) made.push([spec.name, await makePerson(spec, teamIds)]);
  return Object.fromEntries(made) as DemoPeople;
}

const roleNames: Record<Role, string> = {
  admin: "admin",
  release_manager: "release manager",
  approver: "approver",
  viewer: "viewer",
};

/** What `npm start` prints. */
export function whoSignsIn(): { name: string; email: string; password: string; role: string }[] {
  return specs.map((spec: Spec) => ({
    name: spec.name,
    email: spec.email,
    password: demoPassword,
    role: spec.team ? `${roleNames[spec.role]}, ${spec.team}` : roleNames[spec.role],
  }));
}
