"use client";

import { LoaderCircle, Play, Radar } from "lucide-react";
import { useTranslations } from "use-intl";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import { figuresOf, targetOf } from "@/components/deployment/probes/figures";
import { useFigureText } from "@/components/deployment/probes/use-figure-text";
import { useReasonText } from "@/components/deployment/probes/use-reason-text";
import { useControl } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { ProbeVerdictMark } from "@/components/ui/state-mark";
import { TimeAgo } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import { probeMaxAgeMs } from "@/lib/deployment/rules";
import type { Override, ProbeState } from "@/lib/deployment/state";
import { runProbeAction } from "@/lib/probe/actions";

type ProbeLineProps = {
  probe: ProbeState;
  /** Set when a person ticked against this probe's verdict. */
  override: Override["probes"][number] | null;
  values: Record<string, string>;
  mayRun: boolean;
};

/** One probe of an item: what it asks, its verdict, figures and age, and the button that runs it. */
export function ProbeLine({ probe, override, values, mayRun }: ProbeLineProps) {
  const t = useTranslations("probe");
  const openDialog = useDialogs();
  const { id } = useControl();
  const { run, pending } = useCommand(runProbeAction, { tell: "toast" });
  const running = probe.running !== null || pending;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line bg-sheet px-2 py-1 text-sm">
      <Verdict probe={probe} />
      <span className="flex min-w-0 flex-1 basis-52 flex-wrap items-center gap-x-3">
        <Figures probe={probe} values={values} />
      </span>
      {override ? (
        <span className="text-attention">
          {t("overridden", { verdict: override.verdict ?? "not_run" })}
        </span>
      ) : null}
      <Age probe={probe} />
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
            size="sm"
            data-key="r"
            aria-disabled={running || undefined}
            onClick={() => {
              if (!running) void run({ deploymentId: id, probeId: probe.id });
            }}
          >
            {running ? (
              <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
            ) : (
              <Play aria-hidden className="size-3.5" />
            )}
            {running ? t("running") : t("run")}
          </Button>
        ) : null}
      </span>
    </div>
  );
}

function Verdict({ probe: { latest } }: { probe: ProbeState }) {
  const t = useTranslations("probe");
  if (!latest) {
    return (
      <span className="inline-flex items-center gap-1 text-muted">
        <Radar aria-hidden className="size-4" />
        {t("neverRun")}
      </span>
    );
  }
  return (
    <>
      <ProbeVerdictMark verdict={latest.verdict} />
      {latest.counts ? null : <span className="text-muted">{t("beforeOpening")}</span>}
    </>
  );
}

function Figures({ probe, values }: Pick<ProbeLineProps, "probe" | "values">) {
  const figureText = useFigureText();
  const reasonText = useReasonText();
  const shown = figuresOf(probe);
  if (probe.latest && probe.latest.verdict !== "pass" && shown.length === 0) {
    return <span>{reasonText(probe.latest.reason)}</span>;
  }
  if (shown.length === 0) {
    return <code className="min-w-0 break-all text-muted">{targetOf(probe, values)}</code>;
  }
  return shown.map(({ figure, asked }) => (
    <span key={figure.name} className="whitespace-nowrap tabular-nums">
      <span className="text-muted">{figure.name}</span> {figureText(figure)}
      {asked ? <span className="text-muted"> ({asked})</span> : null}
    </span>
  ));
}

function Age({ probe: { latest } }: { probe: ProbeState }) {
  const t = useTranslations("probe");
  const now = useNow();
  if (!latest) return null;
  const old = now !== null && now - Date.parse(latest.finishedAt) > probeMaxAgeMs;
  return (
    <span className={old ? "text-attention" : "text-muted"}>
      <TimeAgo iso={latest.finishedAt} />
      {old ? ` · ${t("old")}` : null}
    </span>
  );
}
