import { confirmCaller } from "@/lib/auth/confirm-caller";
import type { Caller } from "@/lib/core/caller";
import { prisma } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { may, projectsFor } from "@/lib/core/permissions";
import { choicesOf } from "@/lib/deployment/choice-queries";
import type { NewDeploymentChoices, ProjectChoices } from "@/lib/deployment/new-view";
import { teamStrengths } from "@/lib/people/queries";

/** Throws `not_found` when the caller may make deployments nowhere. */
export async function newDeploymentChoices(caller: Caller): Promise<NewDeploymentChoices> {
  const actor = await confirmCaller(caller);
  const reach = actor.kind === "system" ? "all" : projectsFor(actor.grants, "deployment.create");
  if (reach !== "all" && reach.length === 0) throw new AppError("not_found");
  const here = reach === "all" ? {} : { id: { in: reach } };
  const [projects, templates] = await Promise.all([
    prisma().project.findMany({
      where: here,
      select: { id: true, name: true, defaultTemplateId: true },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
    prisma().template.findMany({
      where: {
        archivedAt: null,
        ...(reach === "all" ? {} : { OR: [{ projectId: null }, { projectId: { in: reach } }] }),
      },
      select: {
        ...{ id: true, name: true, projectId: true },
        versions: {
          select: { id: true, number: true, publishedAt: true, note: true },
          orderBy: { number: "desc" },
        },
      },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
  ]);
  const plain = templates.map(({ versions, ...template }) => ({
    ...template,
    versions: versions.map(({ publishedAt, ...version }) => ({
      ...version,
      publishedAt: publishedAt.toISOString(),
    })),
  }));
  return { projects, templates: plain };
}

export async function projectChoices(caller: Caller, projectId: string): Promise<ProjectChoices> {
  const actor = await confirmCaller(caller);
  if (actor.kind === "person" && !may(actor.grants, "deployment.create", projectId)) {
    throw new AppError("not_found");
  }
  const [choices, teams] = await Promise.all([
    choicesOf(projectId),
    teamStrengths(caller, projectId),
  ]);
  return { ...choices, teams };
}
