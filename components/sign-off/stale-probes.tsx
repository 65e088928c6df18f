"use client";

import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { useFilled } from "@/components/deployment/use-filled";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TimeAgo } from "@/components/ui/time";
import { runProbesAction } from "@/lib/probe/actions";
import type { StatementView } from "@/lib/sign-off/schema";

type StaleProps = { stale: StatementView["stale"]; onRun: () => void };

/** Probe runs that nobody may sign on, with why, and one press that measures all of them again. */
export function StaleProbes({ stale, onRun }: StaleProps) {
  const t = useTranslations("signOff");
  const { id: deploymentId, state } = useDeployment();
  const filled = useFilled();
  const run = useCommand(runProbesAction, { tell: "toast" });
  const running = stale.some(({ probeId }) => state.probes[probeId]?.running);
  const runAll = async () => {
    const probeIds = stale.map(({ probeId }) => probeId);
    if ((await run.run({ deploymentId, probeIds })).ok) onRun();
  };
  return (
    <Callout
      tone="attention"
      title={t("stale", { n: stale.length })}
      action={
        <Button size="sm" pending={run.pending || running} onClick={runAll}>
          {t("runAgain")}
        </Button>
      }
    >
      <ul className="text-sm">
        {stale.map(({ probeId, label, finishedAt, tooOld, moved }) => (
          <li key={probeId}>
            {filled(label)}{" "}
            <span className="text-muted">
              <TimeAgo iso={finishedAt} />
              {moved.length > 0 ? ` · ${t("measuredBefore", { names: moved.join(", ") })}` : null}
              {tooOld ? ` · ${t("tooOld")}` : null}
            </span>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
