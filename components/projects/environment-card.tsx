"use client";

import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { EnvironmentView } from "@/lib/project/schema";

type EnvironmentCardProps = {
  environment: EnvironmentView;
  teams: readonly { id: string; name: string }[];
  onEdit: (() => void) | null;
};

export function EnvironmentCard({ environment, teams, onEdit }: EnvironmentCardProps) {
  const t = useTranslations("projects");
  const { name, zone, variables, allow, ports, least } = environment;
  const entries = Object.entries(variables);
  return (
    <section aria-label={name} className="rounded-lg border border-line bg-sheet p-4">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-semibold text-lg">{name}</h3>
        {onEdit ? (
          <Button
            variant="quiet"
            size="sm"
            aria-label={t("project.editLabel", { name })}
            onClick={onEdit}
          >
            <Pencil aria-hidden className="size-3.5" />
            {t("project.editEnvironment")}
          </Button>
        ) : null}
      </div>
      <dl className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-[minmax(8rem,auto)_1fr]">
        <Entry label={t("field.zone")}>{zone}</Entry>
        <Entry label={t("field.variables")}>
          {entries.length === 0 ? (
            <span className="text-muted">{t("project.noVariables")}</span>
          ) : null}
          {entries.map(([key, value]) => (
            <span key={key} className="block break-all font-mono text-sm">
              <span className="text-muted">{key}=</span>
              {value}
            </span>
          ))}
        </Entry>
        <Entry label={t("field.allow")}>
          {allow.length === 0 ? <span className="text-muted">{t("project.noAllow")}</span> : null}
          {allow.map((entry) => (
            <span key={entry} className="block font-mono text-sm">
              {entry}
            </span>
          ))}
        </Entry>
        {ports.length > 0 ? <Entry label={t("field.ports")}>{ports.join(", ")}</Entry> : null}
        {least.length > 0 ? (
          <Entry label={t("least.title")}>
            {least.map(({ teamId, need, before }) => (
              <span key={`${teamId} ${before}`} className="block">
                {teams.find(({ id }) => id === teamId)?.name ?? teamId}
                {need > 1 ? ` × ${need}` : null}, {t(`least.before.${before}`)}
              </span>
            ))}
          </Entry>
        ) : null}
      </dl>
    </section>
  );
}

function Entry({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 max-sm:mb-1">{children}</dd>
    </>
  );
}
