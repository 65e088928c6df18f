import { randomUUID } from "node:crypto";
import { type Caller, system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import type { Role } from "@/lib/core/permissions";
import { createPerson } from "@/lib/people/commands";
import { addToTeam, grantRole } from "@/lib/people/grant-commands";
import { createTeam } from "@/lib/people/team-commands";
import { createEnvironment, createProject } from "@/lib/project/commands";

/** Makes people, teams and projects through commands, as the demo does. Each test makes its own. */
export const setup: Caller = system("test");

export type MadePerson = {
  id: string;
  email: string;
  name: string;
  /** Already changed: signs in without further steps. */
  caller: Caller;
};

type PersonSpec = {
  name?: string;
  /** A role alone is for all projects. */
  roles?: readonly (Role | { role: Role; projectId: string | null })[];
  /** Ids of teams. */
  teams?: readonly string[];
};

export async function makePerson({
  name,
  roles = [],
  teams = [],
}: PersonSpec = {}): Promise<MadePerson> {
  const tag = randomUUID().slice(0, 8);
  const person = { name: name ?? `Person ${tag}`, email: `person-${tag}@example.com` };
  const { result } = await createPerson(setup, person);
  const { personId } = result;
  // Hashing a second password would only make every test slower.
  await query(`update "Person" set "mustChangePassword" = false where id = $1`, [personId]);
  for (const entry of roles) {
    const grant = typeof entry === "string" ? { role: entry, projectId: null } : entry;
    await grantRole(setup, { personId, ...grant });
  }
  for (const teamId of teams) await addToTeam(setup, { personId, teamId });
  return { ...person, id: personId, caller: await callerOf(personId) };
}

/** A session of this person as it would be issued now. */
export async function callerOf(personId: string): Promise<Caller> {
  const [row] = await query<{ epoch: number }>(`select epoch from "Person" where id = $1`, [
    personId,
  ]);
  if (!row) throw new Error(`there is no person ${personId}`);
  return { actor: { kind: "person", id: personId, epoch: row.epoch }, via: "browser" };
}

export const makeAdmin = (): Promise<MadePerson> => makePerson({ roles: ["admin"] });

export async function makeTeam(name?: string): Promise<{ id: string; name: string }> {
  const given = name ?? `Team ${randomUUID().slice(0, 8)}`;
  const { result } = await createTeam(setup, { name: given });
  return { id: result.teamId, name: given };
}

export type MadeProject = { id: string; name: string; slug: string; environmentId: string };

type ProjectSpec = { zone?: string; variables?: Record<string, string>; allow?: string[] };

/** A project with one environment, "Production". */
export async function makeProject(environment: ProjectSpec = {}): Promise<MadeProject> {
  const tag = randomUUID().slice(0, 8);
  const project = { name: `Project ${tag}`, slug: `project-${tag}` };
  const { projectId } = (await createProject(setup, project)).result;
  const { environmentId } = (
    await createEnvironment(setup, {
      ...{ projectId, name: "Production", zone: "UTC", variables: {}, allow: [] },
      ...environment,
    })
  ).result;
  return { ...project, id: projectId, environmentId };
}
