import type { Caller } from "@/lib/core/caller";
import { prisma } from "@/lib/core/db";
import { readStateFor } from "@/lib/deployment/queries";
import type { DeploymentChoices } from "@/lib/deployment/view";
import { leastSchema } from "@/lib/project/least";

/** Enabled release managers and environments of a project. Checks no permission: its callers have. */
export async function choicesOf(projectId: string): Promise<DeploymentChoices> {
  const [deployers, environments] = await Promise.all([
    prisma().person.findMany({
      where: {
        disabledAt: null,
        grants: {
          some: { role: "release_manager", OR: [{ projectId }, { projectId: null }] },
        },
      },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
    }),
    prisma().environment.findMany({
      where: { projectId },
      select: { id: true, name: true, zone: true, least: true },
      orderBy: { name: "asc" },
    }),
  ]);
  return {
    deployers,
    environments: environments.map(({ least, ...one }) => ({
      ...{ ...one, least: leastSchema.parse(least) },
    })),
  };
}

/** What a deployment's header may be changed to. */
export async function deploymentChoices(caller: Caller, id: string): Promise<DeploymentChoices> {
  const { state } = await readStateFor(caller, id, "deployment.edit");
  return choicesOf(state.project.id);
}
