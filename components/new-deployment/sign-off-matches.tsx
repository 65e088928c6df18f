"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Callout } from "@/components/ui/callout";
import { Select } from "@/components/ui/select";
import { Mark } from "@/components/ui/state-mark";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Checklist } from "@/lib/checklist/schema";
import type { ProjectChoices } from "@/lib/deployment/new-view";
import { askedOf } from "@/lib/deployment/policy";
import { matchTeam } from "@/lib/deployment/team-match";

type SignOffMatchesProps = {
  document: Checklist;
  teams: ProjectChoices["teams"];
  /** Teams that were chosen over those that the words mean, by the sign-off's key. */
  chosen: Record<string, string>;
  onChoose(signOffKey: string, teamId: string): void;
};

/** Which team answers each sign-off of the checklist, and where nobody could. */
export function SignOffMatches({ document, teams, chosen, onChoose }: SignOffMatchesProps) {
  const t = useTranslations("newDeployment.signOffs");
  const rows = document.signOffs.map((signOff) => {
    const id = chosen[signOff.key] ?? matchTeam(signOff.team, teams);
    const need = askedOf(document.policy, signOff.key).need;
    return { signOff, need, team: teams.find((team) => team.id === id) ?? null };
  });
  if (rows.length === 0) return null;
  const unanswerable = rows.filter(({ team, need }) => team === null || team.signers < need).length;
  return (
    <section aria-labelledby="new-sign-offs" className="grid max-w-4xl gap-3">
      <h2 id="new-sign-offs" className="font-semibold text-lg">
        {t("title")}
      </h2>
      {unanswerable > 0 ? (
        <Callout tone="attention" role="status" title={t("warning", { n: unanswerable })}>
          {t("warningHint")}
        </Callout>
      ) : null}
      <Table caption={t("title")}>
        <thead>
          <tr>
            <Th>{t("line")}</Th>
            <Th>{t("team")}</Th>
            <Th>{t("signers")}</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ signOff, team, need }) => (
            <Tr key={signOff.key}>
              <Td>
                {signOff.label}
                {need > 1 ? ` × ${need}` : null}
              </Td>
              <Td>
                <Select
                  aria-label={t("teamOf", { label: signOff.label })}
                  value={team?.id ?? ""}
                  onChange={(event) => onChoose(signOff.key, event.target.value)}
                  className="w-full min-w-36"
                >
                  {team ? null : <option value="">{t("none")}</option>}
                  {teams.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Td>
              <Td>
                <Strength team={team} need={need} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function Strength({ team, need }: { team: ProjectChoices["teams"][number] | null; need: number }) {
  const t = useTranslations("newDeployment.signOffs");
  if (!team) return <Mark icon={TriangleAlert} tone="attention" word={t("unknown")} />;
  if (team.signers < need) {
    return <Mark icon={TriangleAlert} tone="attention" word={t("nobody")} />;
  }
  return <Mark icon={CircleCheck} tone="settled" word={t("may", { n: team.signers })} />;
}
