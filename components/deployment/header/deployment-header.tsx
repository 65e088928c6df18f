"use client";

import Link from "next/link";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { HeaderMenu } from "@/components/deployment/header/header-menu";
import { Contacts } from "@/components/deployment/rail/contacts";
import { useDeployment } from "@/components/deployment/store";
import { ConnectionMark } from "@/components/live/connection-mark";
import { Here } from "@/components/live/here";
import type { Present } from "@/components/live/use-live";
import { Progress } from "@/components/ui/progress";
import { Time } from "@/components/ui/time";
import { VerdictPanel } from "@/components/verdict/verdict-panel";
import { isSettled } from "@/lib/deployment/item-state";
import { counts, overBlocker, rollbackRunning } from "@/lib/deployment/opening";
import type { LiveState } from "@/lib/live/messages";

const IssueBanner = lazy(() => import("@/components/deployment/header/issue-banner"));

type HeaderProps = { live: LiveState; people: Present[] };

/** What is deployed, where, when and by whom; how far it is; whether this page is current. */
export function DeploymentHeader({ live, people }: HeaderProps) {
  const t = useTranslations("deployment.header");
  const { id, state, plan, me, nameOf } = useDeployment();
  const required = plan.units
    .filter((unit) => counts(state, unit))
    .flatMap((unit) => unit.itemKeys)
    .filter((key) => plan.items[key]?.required);
  const settled = required.filter((key) => isSettled(state.items[key]?.state ?? "todo")).length;
  return (
    <header className="mb-4 grid gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <p className="text-muted text-sm">
            {state.project.name} · {state.environment.name}
          </p>
          <h1 className="text-balance font-semibold text-2xl tracking-tight">
            {state.title} <span className="font-normal text-muted">{state.version}</span>
          </h1>
        </div>
        <div className="flex items-center gap-2">
          <Here people={people} me={me.id} />
          <ConnectionMark state={live} />
          <HeaderMenu />
        </div>
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm [&_dt]:inline [&_dt]:text-muted [&_dd]:inline">
        <div>
          <dt>{t("planned")} </dt>
          <dd>{state.plannedAt ? <Time iso={state.plannedAt} /> : t("notPlanned")}</dd>
        </div>
        <div>
          <dt>{t("deployedBy")} </dt>
          <dd>{nameOf(state.deployedById)}</dd>
        </div>
        {state.artifact ? (
          <div>
            <dt>{t("artifact")} </dt>
            <dd title={state.artifact} className="font-mono">
              {state.artifact.slice(0, 19)}…
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t("template")} </dt>
          <dd>
            <Link
              href={`/templates/${state.template.id}`}
              className="rounded-sm underline decoration-border underline-offset-3 hover:decoration-current"
            >
              {t("templateVersion", { name: state.template.name, n: state.template.number })}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t("logTitle")} </dt>
          <dd>
            <Link
              href={`/deployments/${id}/log`}
              className="rounded-sm underline decoration-border underline-offset-3 hover:decoration-current"
            >
              {t("log", { n: state.last })}
            </Link>
          </dd>
        </div>
      </dl>
      <Progress done={settled} total={required.length} label={t("progress")} />
      {rollbackRunning(state) ? (
        <Suspense fallback={null}>
          <IssueBanner />
        </Suspense>
      ) : null}
      <div className="lg:hidden">
        <VerdictPanel />
      </div>
      {rollbackRunning(state) && overBlocker(state) === null ? (
        <div className="lg:hidden">
          <Contacts id="contacts-now" />
        </div>
      ) : null}
    </header>
  );
}
