import { hashPassword } from "@/lib/auth/password-hash";
import { query } from "@/lib/core/db";
import { endDelegation } from "@/lib/people/delegation-commands";
import { addToTeam, removeFromTeam } from "@/lib/people/grant-commands";
import { createEnvironment } from "@/lib/project/commands";
import {
  type MadePerson,
  makeAdmin,
  makePerson,
  makeProject,
  makeTeam,
  setup,
} from "@/lib/testing/fixtures";
import { type Name, names, people, teamsOf } from "@/lib/testing/model/people";
import type { Real } from "@/lib/testing/model/real";

export type Cast = Pick<Real, "people" | "environments" | "teams" | "admin" | "allowed"> & {
  project: Awaited<ReturnType<typeof makeProject>>;
};

export const password = "a long one that nobody else has";

/** Once per database. */
export async function makePeople(): Promise<Cast> {
  const project = await makeProject();
  const staging = { projectId: project.id, name: "Staging", zone: "UTC", variables: {}, allow: [] };
  const { environmentId } = (await createEnvironment(setup, staging)).result;
  const other = await makeProject();
  const teams: Record<string, string> = {};
  for (const name of ["QA", "Development", "Security"]) teams[name] = (await makeTeam(name)).id;
  const made: [Name, MadePerson][] = [];
  for (const name of names) {
    const part: { roles: readonly string[]; teams: readonly string[]; elsewhere?: true } =
      people[name];
    const roles = part.roles.map((role) => ({
      role: role === "manager" ? ("release_manager" as const) : (role as "approver" | "viewer"),
      projectId: part.elsewhere ? other.id : project.id,
    }));
    const teamIds = part.teams.flatMap((team) => teams[team] ?? []);
    made.push([name, await makePerson({ name, roles, teams: teamIds })]);
  }
  await query(`update "Person" set "passwordHash" = $1`, [await hashPassword(password)]);
  const environments = { Production: project.environmentId, Staging: environmentId };
  const all = Object.fromEntries(made) as Cast["people"];
  const admin = await makeAdmin();
  return { people: all, project, environments, teams, admin, allowed: new Set() };
}

/** Teams as they were at first, and nobody away: sequences share their people, and each begins with this. */
export async function reassemble({ people: all, teams }: Cast): Promise<void> {
  const away = await query<{ fromId: string; delegationId: string }>(
    `select "fromId", id as "delegationId" from "Delegation" where "endedAt" is null and until > $1`,
    [new Date()],
  );
  for (const one of away) await endDelegation(setup, one);
  const rows = await query<{ key: string; confirmed: boolean }>(
    `select "personId" || "teamId" as key, "confirmedAt" is not null as confirmed from "TeamMember"`,
  );
  const members = new Map(rows.map(({ key, confirmed }) => [key, confirmed]));
  for (const name of names)
    for (const [team, teamId] of Object.entries(teams)) {
      const one = { personId: all[name].id, teamId };
      const confirmed = members.get(one.personId + teamId);
      const asBefore = confirmed === (teamsOf(name).includes(team) ? false : undefined);
      if (asBefore) continue;
      await removeFromTeam(setup, one);
      if (teamsOf(name).includes(team)) await addToTeam(setup, one);
    }
}
