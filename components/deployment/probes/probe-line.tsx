"use client";

import { Play, Radar, TriangleAlert } from "lucide-react";
import { lazy, Suspense, useRef } from "react";
import { useTranslations } from "use-intl";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import { shownFigures, targetOf } from "@/components/deployment/probes/figures";
import { useBoundText } from "@/components/deployment/probes/use-bound-text";
import { useFigureText } from "@/components/deployment/probes/use-figure-text";
import { useReasonText } from "@/components/deployment/probes/use-reason-text";
import { VerdictStrip } from "@/components/deployment/probes/verdict-strip";
import { useControl, useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Mark, ProbeVerdictMark } from "@/components/ui/state-mark";
import { TimeAgo } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import type { Override } from "@/lib/deployment/item-state";
import { movedSince } from "@/lib/deployment/out-of-date";
import { maxAgeMs } from "@/lib/deployment/policy";
import type { ProbeState } from "@/lib/deployment/probe-state";
import { runProbeAction } from "@/lib/probe/actions";

const RunningLine = lazy(() => import("@/components/deployment/probes/running-line"));

type ProbeLineProps = {
  probe: ProbeState;
  /** Set when a person ticked against this probe's verdict. */
  override: Override["probes"][number] | null;
  values: Record<string, string>;
  mayRun: boolean;
};

/** One probe of an item: its verdict, figures with their bounds, history and age; how far it is while it runs. */
export default function ProbeLine({ probe, override, values, mayRun }: ProbeLineProps) {
  const t = useTranslations("probe");
  const openDialog = useDialogs();
  const { id } = useControl();
  const button = useRef<HTMLButtonElement>(null);
  const { run, pending } = useCommand(runProbeAction, { tell: "toast" });
  const running = probe.running !== null || pending;
  const marks = probe.recent.toReversed();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line bg-sheet px-2 py-1 text-sm">
      <Verdict probe={probe} values={values} />
      <span className="flex min-w-0 flex-1 basis-52 flex-wrap items-center gap-x-3">
        <Figures probe={probe} values={values} />
      </span>
      {override ? (
        <span className="text-attention">
          {t("overridden", { verdict: override.verdict ?? "not_run" })}
        </span>
      ) : null}
      <span className="inline-flex flex-wrap items-center gap-x-3">
        <VerdictStrip marks={marks} label={t("strip.label", { n: marks.length })} />
        {running ? (
          <Suspense fallback={<span className="text-muted">{t("running")}</span>}>
            <RunningLine
              probe={probe}
              mayCancel={mayRun}
              onCancelled={() => button.current?.focus()}
            />
          </Suspense>
        ) : (
          <Age probe={probe} />
        )}
      </span>
      <span className="flex gap-1">
        <Button
          size="sm"
          variant="quiet"
          onClick={() => openDialog({ kind: "runs", probeId: probe.id })}
        >
          {t("details")}
        </Button>
        {mayRun ? (
          <Button
            ref={button}
            size="sm"
            data-key="r"
            pending={running}
            onClick={() => void run({ deploymentId: id, probeId: probe.id })}
          >
            <Play aria-hidden className="size-3.5" />
            {t("run")}
          </Button>
        ) : null}
      </span>
    </div>
  );
}

/** Runs that count for nothing because of how they ended, which is told. */
const ended: ReadonlySet<string> = new Set(["cancelled", "worker-lost"]);

function Verdict({ probe: { latest }, values }: Pick<ProbeLineProps, "probe" | "values">) {
  const t = useTranslations("probe");
  if (!latest) {
    return (
      <span className="inline-flex items-center gap-1 text-muted">
        <Radar aria-hidden className="size-4" />
        {t("neverRun")}
      </span>
    );
  }
  const moved = movedSince(values, latest);
  if (moved.length > 0) {
    const verdict = t(`verdict.${latest.verdict}`);
    return (
      <>
        <Mark icon={TriangleAlert} tone="attention" word={t("outOfDate")} />
        <span className="text-muted">
          {t("measuredBefore", { verdict, names: moved.join(", ") })}
        </span>
      </>
    );
  }
  return (
    <>
      <ProbeVerdictMark verdict={latest.verdict} />
      {latest.counts || ended.has(latest.reason.code) ? null : (
        <span className="text-muted">{t("beforeOpening")}</span>
      )}
    </>
  );
}

/** What was measured, or why nothing was; before the first run, where it looks. */
function Figures({ probe, values }: Pick<ProbeLineProps, "probe" | "values">) {
  const figureText = useFigureText();
  const boundText = useBoundText();
  const reasonText = useReasonText();
  const { latest } = probe;
  if (!latest) {
    return <code className="min-w-0 break-all text-muted">{targetOf(probe, values)}</code>;
  }
  const shown = shownFigures(latest);
  const told = latest.verdict === "pass" || latest.reason.code === "contradicted";
  return (
    <>
      {told && shown.length > 0 ? null : <span>{reasonText(latest.reason)}</span>}
      {shown.map((figure) => (
        <span key={figure.name} className="max-w-full truncate tabular-nums">
          <span className="text-muted">{figure.name}</span> {figureText(figure)}
          {figure.asked ? <span className="text-muted"> ({boundText(figure.asked)})</span> : null}
        </span>
      ))}
    </>
  );
}

function Age({ probe: { latest, itemKey } }: { probe: ProbeState }) {
  const t = useTranslations("probe");
  const { state, plan } = useDeployment();
  const now = useNow();
  if (!latest) return null;
  const old = now !== null && now - Date.parse(latest.finishedAt) > maxAgeMs(state, plan, itemKey);
  return (
    <span className={old ? "text-attention" : "text-muted"}>
      <TimeAgo iso={latest.finishedAt} />
      {old ? ` · ${t("old")}` : null}
    </span>
  );
}
