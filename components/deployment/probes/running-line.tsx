"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useProgress, useSecondsUntil } from "@/components/deployment/probes/use-progress";
import { VerdictStrip } from "@/components/deployment/probes/verdict-strip";
import { useControl } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import type { ProbeState } from "@/lib/deployment/probe-state";
import { cancelRunAction } from "@/lib/probe/actions";

const shownMarks = 10;

type RunningLineProps = { probe: ProbeState; mayCancel: boolean; onCancelled: () => void };

/** A run under way: how far it is, when it measures again, and the way to stop it. */
export default function RunningLine({ probe, mayCancel, onCancelled }: RunningLineProps) {
  const t = useTranslations("probe");
  const { id } = useControl();
  const progress = useProgress(probe);
  const seconds = useSecondsUntil(progress?.nextAt ?? null);
  const { run, pending } = useCommand(cancelRunAction, { tell: "toast" });
  const verdicts = progress?.verdicts ?? [];
  const passed = verdicts.filter((verdict) => verdict === "pass").length;
  const cancel = async () => {
    const answer = await run({ deploymentId: id, probeId: probe.id });
    if (answer.ok) onCancelled();
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 text-muted">
      {progress ? (
        <>
          <VerdictStrip
            marks={verdicts.slice(-shownMarks).map((verdict) => ({ verdict }))}
            label={t("rounds.label")}
          />
          <span className="tabular-nums">
            {t("rounds.sofar", {
              passed,
              of: progress.of,
              missed: verdicts.length - passed,
            })}
            {seconds === null ? null : ` · ${t("rounds.next", { seconds })}`}
          </span>
        </>
      ) : (
        t("running")
      )}
      {mayCancel && probe.running ? (
        <Button
          size="sm"
          variant="quiet"
          pending={pending}
          aria-label={t("cancelRun")}
          onClick={() => void cancel()}
        >
          <X aria-hidden className="size-3.5" />
          {t("cancel")}
        </Button>
      ) : null}
    </span>
  );
}
