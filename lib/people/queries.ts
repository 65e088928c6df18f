import { confirmCaller } from "@/lib/auth/confirm-caller";
import type { Actor, Caller } from "@/lib/core/caller";
import { prisma } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { may, type Permission } from "@/lib/core/permissions";
import { lateMembers } from "@/lib/people/read-late-members";
import { maySignForTeam } from "@/lib/people/rules";
import type { LateMember, PeopleView, PersonView, TeamView } from "@/lib/people/schema";

const personSelect = {
  id: true,
  name: true,
  email: true,
  disabledAt: true,
  mustChangePassword: true,
  createdAt: true,
  passwordHash: true,
  identities: { select: { id: true, issuer: true, linkedAt: true }, orderBy: { linkedAt: "asc" } },
  grants: {
    select: { id: true, role: true, project: { select: { id: true, name: true } } },
    orderBy: { createdAt: "asc" },
  },
  teams: {
    select: { team: { select: { id: true, name: true } } },
    orderBy: { team: { position: "asc" } },
  },
} as const;

type PersonRow = Omit<
  PersonView,
  "disabledAt" | "createdAt" | "teams" | "hasPassword" | "identities"
> & {
  disabledAt: Date | null;
  createdAt: Date;
  passwordHash: string | null;
  identities: { id: string; issuer: string; linkedAt: Date }[];
  teams: { team: { id: string; name: string } }[];
};

function personView(row: PersonRow): PersonView {
  // The hash goes no further than this line.
  const { disabledAt, createdAt, teams, passwordHash, identities, ...rest } = row;
  return {
    ...rest,
    hasPassword: passwordHash !== null,
    identities: identities.map((one) => ({ ...one, linkedAt: one.linkedAt.toISOString() })),
    disabledAt: disabledAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    teams: teams.map(({ team }) => team),
  };
}

async function readPeople(): Promise<PersonView[]> {
  const rows = await prisma().person.findMany({
    select: personSelect,
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map(personView);
}

async function readTeams(): Promise<TeamView[]> {
  const teams = await prisma().team.findMany({
    select: {
      ...{ id: true, key: true, name: true },
      members: {
        select: {
          person: {
            select: {
              ...{ id: true, name: true, email: true, disabledAt: true },
              grants: { select: { role: true, projectId: true } },
            },
          },
        },
        orderBy: { person: { name: "asc" } },
      },
    },
    orderBy: [{ position: "asc" }, { name: "asc" }],
  });
  return teams.map(({ members, ...team }) => ({
    ...team,
    members: members.map(({ person: { id, name, email, disabledAt, grants } }) => {
      const disabled = disabledAt !== null;
      return { id, name, email, disabled, maySign: maySignForTeam({ disabled, grants }, null) };
    }),
  }));
}

/** Refuses all but admins, to whom alone people are there. */
export async function demandAdmin(caller: Caller): Promise<Actor> {
  const actor = await confirmCaller(caller);
  // That there is such a page is nobody's business but the admins'.
  demandSight(actor, "people.view", null);
  return actor;
}

/** What one may not see does not exist. */
function demandSight(actor: Actor, permission: Permission, projectId: string | null): void {
  if (actor.kind === "person" && !may(actor.grants, permission, projectId))
    throw new AppError("not_found");
}

const readProjects = () =>
  prisma().project.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });

/** Everybody with roles and teams. For admins; to others there is no such thing. */
export async function listPeople(caller: Caller): Promise<PeopleView> {
  const actor = await demandAdmin(caller);
  const [people, teams, projects, late] = await Promise.all([
    ...([readPeople(), readTeams(), readProjects(), lateMembers(actor, null)] as const),
  ]);
  return { people, teams, projects, late };
}

export type PersonPage = {
  person: PersonView;
  teams: { id: string; name: string }[];
  projects: { id: string; name: string }[];
  late: LateMember[];
};

/** One person, and what they could be given. Throws `not_found`. */
export async function getPerson(caller: Caller, personId: string): Promise<PersonPage> {
  const actor = await demandAdmin(caller);
  const [row, teams, projects, late] = await Promise.all([
    prisma().person.findUnique({ where: { id: personId }, select: personSelect }),
    prisma().team.findMany({ select: { id: true, name: true }, orderBy: { position: "asc" } }),
    readProjects(),
    lateMembers(actor, personId),
  ]);
  if (!row) throw new AppError("not_found");
  return { person: personView(row), teams, projects, late };
}

/** One's own name, roles and teams. */
export async function getOwnAccount(caller: Caller): Promise<PersonView> {
  const actor = await confirmCaller(caller);
  if (actor.kind !== "person") throw new AppError("not_found");
  const where = { id: actor.id };
  return personView(await prisma().person.findUniqueOrThrow({ where, select: personSelect }));
}

/** A team as those see it who make a deployment; `signers`: enabled members who may sign in the project. */
export type TeamStrength = { id: string; key: string; name: string; signers: number };

/** The installation's teams, in order; for everybody who may see deployments of the project. */
export async function teamStrengths(caller: Caller, projectId: string): Promise<TeamStrength[]> {
  const actor = await confirmCaller(caller);
  demandSight(actor, "deployment.view", projectId);
  const teams = await prisma().team.findMany({
    select: {
      ...{ id: true, key: true, name: true },
      members: {
        select: {
          person: {
            select: { disabledAt: true, grants: { select: { role: true, projectId: true } } },
          },
        },
      },
    },
    orderBy: [{ position: "asc" }, { name: "asc" }],
  });
  return teams.map(({ members, ...team }) => ({
    ...team,
    signers: members.filter(({ person: { disabledAt, grants } }) =>
      maySignForTeam({ disabled: disabledAt !== null, grants }, projectId),
    ).length,
  }));
}
