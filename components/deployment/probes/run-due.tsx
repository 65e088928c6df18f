"use client";

import { Play } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast-store";
import { useNow } from "@/components/ui/use-now";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { runDueAction } from "@/lib/probe/actions";
import { dueBlocker, dueProbes, probesIn } from "@/lib/probe/rules";

type RunDueProps = {
  /** null: of the whole deployment. */
  stageKey: string | null;
  className?: string;
};

/** Measures everything here that would not do for a signature; with nothing to do, it says why. */
export function RunDue({ stageKey, className }: RunDueProps) {
  const t = useTranslations("probe.due");
  const errorText = useErrorText();
  const id = useId();
  const { id: deploymentId, state, plan, may } = useDeployment();
  const { run, pending } = useCommand(runDueAction, { tell: "toast" });
  // While hydrating nothing is old yet, on either side.
  const now = new Date(useNow() ?? 0);
  if (state.cancelled || !may("probe.run") || probesIn(plan, state, stageKey).length === 0) {
    return null;
  }
  const blocker = dueBlocker(plan, state, stageKey, now);
  if (state.closedAt && blocker) return null;
  const why = blocker ? errorText(blocker) : null;
  const start = async () => {
    if (why) return void toast({ text: why });
    const answer = await run({ deploymentId, stageKey });
    if (!answer.ok) return;
    const { queued, askedForAlone } = answer.result;
    toast({ text: t("begun", { n: queued, alone: askedForAlone }) });
  };
  return (
    <span className={className}>
      <Button
        size="sm"
        pending={pending}
        aria-disabled={why !== null || undefined}
        aria-describedby={why ? id : undefined}
        title={why ?? undefined}
        onClick={() => void start()}
      >
        <Play aria-hidden className="size-3.5" />
        {t("run", { n: dueProbes(plan, state, stageKey, now).due.length })}
      </Button>
      {why ? (
        <span id={id} className="sr-only">
          {why}
        </span>
      ) : null}
    </span>
  );
}
