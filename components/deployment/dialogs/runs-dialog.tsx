"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { RemoveProbe } from "@/components/deployment/probes/remove-probe";
import { RunDetail } from "@/components/deployment/probes/run-detail";
import { shortSpecText, specText } from "@/components/deployment/probes/spec-text";
import { useDeployment } from "@/components/deployment/store";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { ProbeVerdictMark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import { probeRunsQuery } from "@/lib/deployment/cache";
import { movedSince } from "@/lib/deployment/out-of-date";
import type { RunView } from "@/lib/deployment/view";

/** A probe's runs, newest first: what was asked, what was got, and how we know. */
export default function RunsDialog({ probeId, onClose }: { probeId: string; onClose: () => void }) {
  const t = useTranslations("probe");
  const tCommon = useTranslations("common");
  const { id, state, plan, may, values } = useDeployment();
  const probe = state.probes[probeId];
  const runs = useQuery(probeRunsQuery(id, probeId, movedBy(probe)));
  const [removing, setRemoving] = useState(false);
  if (!probe) return null;
  const moved = movedSince(values, probe.latest);
  const mayRemove = may("probe.bind") && !state.closedAt && !state.cancelled;
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t("runs.title")}
      description={plan.items[probe.itemKey]?.label}
      footer={
        mayRemove ? (
          <Button className="mr-auto" onClick={() => setRemoving(true)}>
            {t("runs.remove")}
          </Button>
        ) : null
      }
    >
      {moved.length > 0 ? (
        <Callout tone="attention" className="mb-3">
          {t("runs.outOfDate", { names: moved.join(", ") })}
        </Callout>
      ) : null}
      <h3 className="font-medium">{t("runs.asks")}</h3>
      <div className="relative mt-1 rounded-md bg-sunken py-1.5 pr-9 pl-3 text-sm">
        <pre className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          <code>{shortSpecText(probe.spec)}</code>
        </pre>
        <CopyButton
          text={specText(probe.spec)}
          label={t("runs.asks")}
          className="!absolute top-1 right-1"
        />
      </div>
      <div className="mt-4 grid gap-3">
        {runs.isPending ? <SkeletonRows count={3} label={tCommon("loading")} /> : null}
        {runs.isError ? (
          <ErrorState title={t("runs.failed")} onRetry={() => void runs.refetch()} />
        ) : null}
        {runs.data?.length === 0 ? <p className="text-muted">{t("runs.none")}</p> : null}
        {runs.data?.map((run) => (
          <Run key={run.id} run={run} open={run === newestFinished(runs.data)} />
        ))}
      </div>
      {removing ? (
        <RemoveProbe probeId={probeId} onClose={() => setRemoving(false)} onDone={onClose} />
      ) : null}
    </Dialog>
  );
}

/** Changes when a run has begun or ended, so that the newest is there. */
const movedBy = (probe?: { recent: { runId: string }[]; running: { runId: string } | null }) =>
  `${probe?.running?.runId ?? ""}/${probe?.recent[0]?.runId ?? ""}`;

const newestFinished = (runs: RunView[]) => runs.find(({ status }) => status === "finished");

function Run({ run, open }: { run: RunView; open: boolean }) {
  const t = useTranslations("probe.runs");
  const at = run.finishedAt ?? run.startedAt ?? run.queuedAt;
  const line = (
    <>
      {run.verdict ? (
        <ProbeVerdictMark verdict={run.verdict} size="md" />
      ) : (
        <span className="text-muted">{t(run.status)}</span>
      )}
      <Time iso={at} className="text-muted text-sm" />
    </>
  );
  const style = "flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5";
  if (run.status !== "finished") {
    return <div className={`rounded-md border border-line ${style}`}>{line}</div>;
  }
  return (
    <details open={open} className="rounded-md border border-line">
      <summary className={`focus-inset ${style}`}>{line}</summary>
      <RunDetail run={run} />
    </details>
  );
}
