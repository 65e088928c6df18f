import type { Checklist } from "@/lib/checklist/schema";
import type { Tx } from "@/lib/core/db";
import { AppError, reason } from "@/lib/core/errors";
import { own } from "@/lib/core/own";
import { askedOf } from "@/lib/deployment/policy";
import { matchTeam, type TeamName } from "@/lib/deployment/team-match";
import { approvers, signersSql, withManagers } from "@/lib/people/signers-sql";

const here = { teamId: "t.id", projectId: "$1" };

type TeamRow = TeamName & { approvers: number; withManagers: number };

/**
 * Refuses a policy that asks for more signers than a team has. Sign-offs that it does not name are not looked at: such a
 * team may get its first member later, and the deployment's page says so until then.
 */
export async function demandMeetable(
  tx: Tx,
  { policy, signOffs }: Checklist,
  projectId: string | null,
): Promise<void> {
  const asked = signOffs.filter(({ key }) => own(policy?.signOffs ?? {}, key) !== undefined);
  if (asked.length === 0) return;
  const teams = await tx.query<TeamRow>(
    `select t.id, t.key, t.name, ${signersSql({ ...here, roles: approvers })} as approvers,
       ${signersSql({ ...here, roles: withManagers })} as "withManagers" from "Team" t`,
    [projectId],
  );
  for (const { key, label, team: written } of asked) {
    const { need, releaseManager } = askedOf(policy, key);
    const id = matchTeam(written, teams);
    const team = teams.find((one) => one.id === id);
    const have = (releaseManager ? team?.withManagers : team?.approvers) ?? 0;
    if (have >= need) continue;
    const params = { label, need, have, team: team?.name ?? written };
    throw new AppError("refused", reason("policy_cannot_be_met", params));
  }
}
