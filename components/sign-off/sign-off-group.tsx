"use client";

import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { SignOffRow } from "@/components/sign-off/sign-off-row";
import { titleText } from "@/lib/checklist/title-text";
import { overBlocker } from "@/lib/deployment/opening";
import { outOfDateBlocker } from "@/lib/deployment/out-of-date";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { stands } from "@/lib/deployment/standing";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { unitsCovered } from "@/lib/sign-off/above";
import { aboveBlocker } from "@/lib/sign-off/rules";

type GroupProps = { group: SignOffState[] };

/** Peers under the heading that they stand under, with what keeps them from their turn. */
export function SignOffGroup({ group }: GroupProps) {
  const t = useTranslations("signOff");
  const { document } = useDeployment();
  const turn = useTurn(group);
  const [first] = group;
  const sections = document.stages.flatMap((stage) => stage.sections);
  const section = sections.find(({ key }) => key === first?.sectionKey);
  const title = first?.kind === "team" ? titleText(section?.title ?? "") : t("final");
  return (
    <div className="mt-1.5">
      {title && title !== t("title") ? (
        <h3 className="font-medium text-muted text-sm">{title}</h3>
      ) : null}
      {turn ? <p className="text-muted text-sm">{turn}</p> : null}
      <ul className="mt-1 rounded-md border border-line bg-sheet">
        {group.map((signOff) => (
          <SignOffRow key={signOff.key} signOff={signOff} />
        ))}
      </ul>
    </div>
  );
}

/** Whether it is this group's turn, in words; nothing to say once it has signed. */
function useTurn(group: SignOffState[]): string | null {
  const t = useTranslations("signOff.group");
  const errorText = useErrorText();
  const { plan, state } = useDeployment();
  const [first] = group;
  if (!first || overBlocker(state) || group.every(({ key }) => stands(state, key))) return null;
  // Closed by the deployer as partial or failed: it no longer matters what is open above.
  if (first.kind !== "team" && state.closing && state.closing.outcome !== "success") return null;
  const above =
    aboveBlocker(plan, state, first.key) ??
    outOfDateBlocker(plan, state, unitsCovered(plan, state, first.key));
  if (!above) return t("open");
  return first.kind === "team" ? errorText(above) : t("success", { why: errorText(above) });
}
