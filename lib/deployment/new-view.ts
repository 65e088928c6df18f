import type { DeploymentChoices } from "@/lib/deployment/view";
import type { TeamStrength } from "@/lib/people/queries";

export type TemplateChoice = {
  id: string;
  name: string;
  /** null: for all projects. */
  projectId: string | null;
  /** Newest first. */
  versions: { id: string; number: number; publishedAt: string; note: string }[];
};

/** Where a deployment may be made, and of what. */
export type NewDeploymentChoices = {
  projects: { id: string; name: string; defaultTemplateId: string | null }[];
  templates: TemplateChoice[];
};

/** What a deployment in this project can be given, and the teams that its sign-offs are matched with. */
export type ProjectChoices = DeploymentChoices & { teams: TeamStrength[] };
