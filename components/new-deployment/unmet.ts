import type { Checklist } from "@/lib/checklist/schema";
import { type Unmet, unmetOf } from "@/lib/deployment/least";
import type { ProjectChoices } from "@/lib/deployment/new-view";
import { seatsOf } from "@/lib/deployment/policy";
import { matchTeam } from "@/lib/deployment/team-match";
import { planOf } from "@/lib/deployment/units";

export type Placed = {
  document: Checklist;
  here: ProjectChoices;
  environmentId: string;
  /** Teams chosen by hand, by the sign-off's key. */
  chosen: Record<string, string>;
};

/** What the environment asks for and this checklist lacks, by the rule that refuses the deployment. */
export function unmetIn({ document, here, environmentId, chosen }: Placed): Unmet[] {
  const signOffs = document.signOffs.flatMap((one, position) => {
    const teamId = chosen[one.key] ?? matchTeam(one.team, here.teams);
    const { label, team: teamName, sectionKey } = one;
    return seatsOf(document.policy, one.key).map((key) => ({
      ...{ key, kind: "team" as const, label, teamName, teamId, sectionKey, position },
    }));
  });
  const environment = here.environments.find(({ id }) => id === environmentId);
  const nameOf = (teamId: string) => here.teams.find(({ id }) => id === teamId)?.name ?? "";
  const least = (environment?.least ?? []).map((one) => ({
    ...{ ...one, team: nameOf(one.teamId), holds: true as const },
  }));
  const plan = planOf(document, { items: {} });
  return unmetOf(plan, { policy: document.policy ?? null, signOffs }, least);
}
