import { confirmCaller } from "@/lib/auth/confirm-caller";
import type { Actor, Caller } from "@/lib/core/caller";
import { prisma } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { may, projectsFor } from "@/lib/core/permissions";
import { leastSchema } from "@/lib/project/least";
import { type ProjectView, storedVariables } from "@/lib/project/schema";

const projectSelect = {
  id: true,
  slug: true,
  name: true,
  defaultTemplateId: true,
  createdAt: true,
  environments: {
    select: {
      id: true,
      projectId: true,
      name: true,
      zone: true,
      variables: true,
      allow: true,
      ports: true,
      least: true,
    },
    orderBy: { name: "asc" },
  },
} as const;

type ProjectRow = Omit<ProjectView, "createdAt" | "environments"> & {
  createdAt: Date;
  environments: (Omit<ProjectView["environments"][number], "variables" | "least"> & {
    variables: unknown;
    least: unknown;
  })[];
};

const projectView = ({ createdAt, environments, ...rest }: ProjectRow): ProjectView => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  environments: environments.map(({ variables, least, ...environment }) => ({
    ...environment,
    variables: storedVariables.parse(variables),
    least: leastSchema.parse(least),
  })),
});

function seen(actor: Actor): { id?: { in: string[] } } {
  if (actor.kind === "system") return {};
  const projects = projectsFor(actor.grants, "project.view");
  return projects === "all" ? {} : { id: { in: projects } };
}

export type ProjectList = { projects: ProjectView[]; mayCreate: boolean };

/** Projects that the caller may see, with their environments. */
export async function listProjects(caller: Caller): Promise<ProjectList> {
  const actor = await confirmCaller(caller);
  const rows = await prisma().project.findMany({
    where: seen(actor),
    select: projectSelect,
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  const mayCreate = actor.kind === "system" || may(actor.grants, "project.edit", null);
  return { projects: rows.map(projectView), mayCreate };
}

export type ProjectPage = {
  project: ProjectView;
  mayEdit: boolean;
  /** What can be its default: the project's own templates and those of all projects. */
  templates: { id: string; name: string }[];
  /** Those that an environment may ask for. */
  teams: { id: string; name: string }[];
};

/** One project by its slug. Throws `not_found`, also for one that the caller may not see. */
export async function getProject(caller: Caller, slug: string): Promise<ProjectPage> {
  const actor = await confirmCaller(caller);
  const row = await prisma().project.findFirst({
    where: { AND: [{ slug }, seen(actor)] },
    select: projectSelect,
  });
  if (!row) throw new AppError("not_found");
  const templates = await prisma().template.findMany({
    where: { archivedAt: null, OR: [{ projectId: row.id }, { projectId: null }] },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
  const teams = await prisma().team.findMany({
    select: { id: true, name: true },
    orderBy: [{ position: "asc" }, { name: "asc" }],
  });
  const mayEdit = actor.kind === "system" || may(actor.grants, "project.edit", row.id);
  return { project: projectView(row), mayEdit, templates, teams };
}
