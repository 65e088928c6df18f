"use client";

import { useTranslations } from "use-intl";
import { StakeholderSignOffs } from "@/components/share/stakeholder-sign-offs";
import { StakeholderStages } from "@/components/share/stakeholder-stages";
import { StakeholderVerdict } from "@/components/share/stakeholder-verdict";
import { useStakeholderView } from "@/components/share/use-stakeholder-view";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { StakeholderView } from "@/lib/share/schema";

/** One deployment for who only wants to know: how it stands, why, and who has signed. */
export function StakeholderScreen({ token, first }: { token: string; first: StakeholderView }) {
  const t = useTranslations("share");
  const { view, connection } = useStakeholderView(token, first);
  if (connection === "gone")
    return (
      <div className="mx-auto max-w-3xl">
        <EmptyState title={t("gone")}>{t("goneHint")}</EmptyState>
      </div>
    );
  const times = [
    ["planned", view.plannedAt],
    ["started", view.startedAt],
    ["live", view.wentLiveAt],
    ["closed", view.closedAt],
  ] as const;
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <header>
        <p className="text-muted text-sm">
          {view.project} · {view.environment}
        </p>
        <h1 className="text-balance font-semibold text-2xl tracking-tight">
          {view.title} <span className="font-normal text-muted">{view.version}</span>
        </h1>
        <dl className="mt-1 flex flex-wrap gap-x-6 gap-y-1 text-sm [&_dd]:inline [&_dt]:inline [&_dt]:text-muted">
          {times.map(([name, iso]) =>
            iso ? (
              <div key={name}>
                <dt>{t(`time.${name}`)} </dt>
                <dd>
                  <Time iso={iso} />
                </dd>
              </div>
            ) : null,
          )}
        </dl>
      </header>
      <StakeholderVerdict view={view} />
      <StakeholderStages view={view} />
      <StakeholderSignOffs view={view} />
      <p role="status" className="text-muted text-sm">
        {t(connection === "live" ? "current" : "away")}
      </p>
    </div>
  );
}
