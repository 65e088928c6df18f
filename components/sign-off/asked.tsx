"use client";

import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import { useControl, useDeployment } from "@/components/deployment/store";
import { ask, useCommand } from "@/components/deployment/use-command";
import { useAskedName } from "@/components/sign-off/use-asked-name";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast-store";
import { isWaiting, requestsOf } from "@/lib/deployment/requests";
import type { SignOffState, SignRequest } from "@/lib/deployment/sign-off-state";
import { seeRequestsAction, withdrawRequestAction } from "@/lib/sign-off/actions";
import { askedOf, seenBy } from "@/lib/sign-off/ask-rules";

/** Says once to the server that one who was asked has this page before them: not while it lies in another tab. */
function useSeen(signOffKey: string, unseen: boolean): void {
  const { id: deploymentId, ingest } = useControl();
  useEffect(() => {
    if (!unseen) return;
    const tell = async () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", tell);
      const answer = await ask(seeRequestsAction, { deploymentId, signOffKey });
      if (answer.ok) ingest(answer.events);
    };
    document.addEventListener("visibilitychange", tell);
    void tell();
    return () => document.removeEventListener("visibilitychange", tell);
  }, [deploymentId, signOffKey, unseen, ingest]);
}

/** Who was asked for this signature and has yet to give it: by whom, when, in which words, and who has seen it. */
export default function Asked({ signOff }: { signOff: SignOffState }) {
  const { plan, state, me } = useDeployment();
  const mine = askedOf(plan, state, signOff.key, me);
  useSeen(
    signOff.key,
    mine.some((request) => !seenBy(request, me.id)),
  );
  const waiting = requestsOf(state, signOff.key).filter((request) => isWaiting(state, request));
  if (waiting.length === 0) return null;
  return (
    <div className="mt-1 grid gap-1.5">
      {waiting.map((request) => (
        <Request key={request.id} request={request} mine={mine.includes(request)} />
      ))}
    </div>
  );
}

function Request({ request, mine }: { request: SignRequest; mine: boolean }) {
  const t = useTranslations("signOff.asked");
  const { may, nameOf } = useDeployment();
  const askedName = useAskedName();
  const { message, byId, at, remindedAt, reminders, remindEvery, seen } = request;
  return (
    <div
      className={
        mine
          ? "rounded-sm border-sign border-l-3 bg-sign-soft px-2.5 py-1 text-sm"
          : "border-border border-l-3 px-2.5 text-sm"
      }
    >
      <p>
        {t("line", { whom: askedName(request), by: nameOf(byId) })} <Time iso={at} show="stamp" />
      </p>
      {message ? <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{message}</p> : null}
      <p className="text-muted">
        {seen.length === 0
          ? t("notSeen")
          : seen.map((one, index) => (
              <span key={one.personId}>
                {index > 0 ? ", " : null}
                {t("seen", { who: nameOf(one.personId) })} <Time iso={one.at} show="stamp" />
              </span>
            ))}
        {remindedAt ? (
          <>
            {" · "}
            {t("reminded", { n: reminders })} <Time iso={remindedAt} show="stamp" />
          </>
        ) : null}
        {remindEvery ? ` · ${t("everyShort", { minutes: remindEvery })}` : null}
      </p>
      {may("sign_off.ask") ? <Steps request={request} whom={askedName(request)} /> : null}
    </div>
  );
}

function Steps({ request, whom }: { request: SignRequest; whom: string }) {
  const t = useTranslations("signOff.asked");
  const { id: deploymentId } = useDeployment();
  const open = useDialogs();
  const withdraw = useCommand(withdrawRequestAction, { tell: "toast" });
  const { id: requestId, signOffKey, personId } = request;
  return (
    <div className="mt-0.5 flex flex-wrap gap-1">
      <Button
        size="sm"
        variant="quiet"
        aria-label={t("remindLabel", { whom })}
        onClick={() => open({ kind: "ask", signOffKey, whom: personId })}
      >
        {t("again")}…
      </Button>
      <Button
        size="sm"
        variant="quiet"
        pending={withdraw.pending}
        onClick={async () => {
          const answer = await withdraw.run({ deploymentId, requestId });
          if (answer.ok) toast({ text: t("withdrawn") });
        }}
      >
        {t("withdraw")}
      </Button>
    </div>
  );
}
