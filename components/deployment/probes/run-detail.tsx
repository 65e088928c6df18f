"use client";

import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { Assertions } from "@/components/deployment/probes/assertions";
import { Rounds } from "@/components/deployment/probes/rounds";
import { RunEvidence, RunProof } from "@/components/deployment/probes/run-evidence";
import { useReasonText } from "@/components/deployment/probes/use-reason-text";
import { Button } from "@/components/ui/button";
import { saveFile } from "@/components/ui/save-file";
import type { RunView } from "@/lib/deployment/view";

/** The run as it is kept, in a file. */
function download(run: RunView): void {
  const file = new Blob([`${JSON.stringify(run, null, 2)}\n`], { type: "application/json" });
  saveFile(file, `probe-run-${run.id}.json`);
}

/** One finished run: what came of it, how we know, and everything to check it by. */
export function RunDetail({ run }: { run: RunView }) {
  const t = useTranslations("probe.evidence");
  const reasonText = useReasonText();
  const { result } = run;
  if (!result) {
    const code = run.cancelledBy ? "cancelled" : "worker-lost";
    return <p className="px-3 pb-3">{reasonText({ code, params: {} })}</p>;
  }
  return (
    <div className="grid gap-3 px-3 pb-3">
      {result.reason.code === "contradicted" ? null : <p>{reasonText(result.reason)}</p>}
      <Assertions kind={result.evidence.kind} assertions={result.assertions} />
      {result.rounds ? (
        <section className="text-sm">
          <h4 className="font-medium text-base">{t("rounds")}</h4>
          <Rounds rounds={result.rounds} />
        </section>
      ) : null}
      <section className="text-sm">
        <h4 className="mb-1 font-medium text-base">{t("how")}</h4>
        <RunEvidence run={run} result={result} />
      </section>
      <RunProof run={run} result={result} />
      <div>
        <Button size="sm" onClick={() => download(run)}>
          <Download aria-hidden className="size-3.5" />
          {t("download")}
        </Button>
      </div>
    </div>
  );
}
