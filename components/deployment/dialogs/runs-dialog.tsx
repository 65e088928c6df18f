"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Assertions } from "@/components/deployment/probes/assertions";
import { RunEvidence } from "@/components/deployment/probes/run-evidence";
import { useReasonText } from "@/components/deployment/probes/use-reason-text";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { ProbeVerdictMark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import { probeRunsQuery } from "@/lib/deployment/cache";
import type { RunView } from "@/lib/deployment/view";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { unbindProbeAction } from "@/lib/probe/actions";

/** A probe's runs, newest first: what was asked, what was got, and the evidence. */
export default function RunsDialog({ probeId, onClose }: { probeId: string; onClose: () => void }) {
  const t = useTranslations("probe");
  const tCommon = useTranslations("common");
  const { id, state, plan, may } = useDeployment();
  const probe = state.probes[probeId];
  const runs = useQuery(probeRunsQuery(id, probeId, probe?.latest?.runId ?? ""));
  const [removing, setRemoving] = useState(false);
  if (!probe) return null;
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
      <h3 className="font-medium">{t("runs.asks")}</h3>
      <pre className="mt-1 max-h-48 overflow-auto whitespace-pre-wrap break-words rounded-md bg-sunken px-3 py-1.5 text-sm">
        <code>{specText(probe.spec)}</code>
      </pre>
      <div className="mt-4 grid gap-3">
        {runs.isPending ? <SkeletonRows count={3} label={tCommon("loading")} /> : null}
        {runs.isError ? (
          <ErrorState title={t("runs.failed")} onRetry={() => void runs.refetch()} />
        ) : null}
        {runs.data?.length === 0 ? <p className="text-muted">{t("runs.none")}</p> : null}
        {runs.data?.map((run, at) => (
          <Run key={run.id} run={run} open={at === 0} />
        ))}
      </div>
      {removing ? (
        <Remove probeId={probeId} onClose={() => setRemoving(false)} onDone={onClose} />
      ) : null}
    </Dialog>
  );
}

/** The spec as a person wrote it, near enough: one field a line. */
function specText(spec: Record<string, unknown>): string {
  return Object.entries(spec)
    .map(([name, value]) =>
      Array.isArray(value)
        ? `${name}:\n${value.map((line) => `  - ${String(line)}`).join("\n")}`
        : `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
    )
    .join("\n");
}

function Run({ run, open }: { run: RunView; open: boolean }) {
  const t = useTranslations("probe");
  const reasonText = useReasonText();
  const at = run.finishedAt ?? run.startedAt ?? run.queuedAt;
  return (
    <details open={open} className="rounded-md border border-line">
      <summary className="focus-inset flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
        {run.verdict ? (
          <ProbeVerdictMark verdict={run.verdict} />
        ) : (
          <span className="text-muted">{t(`runs.${run.status}`)}</span>
        )}
        <Time iso={at} className="text-muted text-sm" />
      </summary>
      {run.result ? (
        <div className="grid gap-2 px-3 pb-3">
          <p>{reasonText(run.result.reason)}</p>
          <Assertions assertions={run.result.assertions} />
          <RunEvidence evidence={run.result.evidence} />
        </div>
      ) : null}
    </details>
  );
}

function Remove(props: { probeId: string; onClose: () => void; onDone: () => void }) {
  const t = useTranslations("probe.runs");
  const errorText = useErrorText();
  const { id } = useDeployment();
  const { run, pending, error } = useCommand(unbindProbeAction);
  const remove = async () => {
    const answer = await run({ deploymentId: id, probeId: props.probeId });
    if (answer.ok) props.onDone();
  };
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      onConfirm={() => void remove()}
      title={t("removeTitle")}
      description={t("removeBody")}
      confirmLabel={t("remove")}
      pending={pending}
    >
      {error ? (
        <Callout tone="failed" role="alert">
          {errorText(error)}
        </Callout>
      ) : null}
    </ConfirmDialog>
  );
}
