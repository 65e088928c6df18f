"use client";

import { useTranslations } from "use-intl";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import { useDeployment } from "@/components/deployment/store";
import { useMySteps } from "@/components/sign-off/use-my-steps";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import { TimeAgo } from "@/components/ui/time";
import type { SignOffState, SignRequest } from "@/lib/deployment/sign-off-state";
import { signOffList } from "@/lib/deployment/standing";
import { askedOf } from "@/lib/sign-off/ask-rules";

/** Beside the verdict: what the viewer was asked to sign, with the way there. */
export default function AskedNotice() {
  const { plan, state, me } = useDeployment();
  return signOffList(state).map((signOff) => {
    const request = askedOf(plan, state, signOff.key, me).at(-1);
    return request ? <Notice key={signOff.key} signOff={signOff} request={request} /> : null;
  });
}

function Notice({ signOff, request }: { signOff: SignOffState; request: SignRequest }) {
  const t = useTranslations("signOff.asked");
  const tKind = useTranslations("signOff.kind");
  const { nameOf } = useDeployment();
  const open = useDialogs();
  const steps = useMySteps(signOff);
  const { kind, key: signOffKey } = signOff;
  const label = kind === "team" ? signOff.label : tKind(kind);
  const name = nameOf(request.byId);
  return (
    <Callout
      tone="sign"
      className="mt-2"
      title={t(request.personId ? "notice" : "noticeTeam", { name, label })}
      action={
        steps.sign ? (
          <Button variant="sign" size="sm" onClick={() => open({ kind: "sign", signOffKey })}>
            {t("sign")}
          </Button>
        ) : (
          <LinkButton size="sm" href={`#${encodeURIComponent(`sign-off-${signOffKey}`)}`}>
            {t("goTo")}
          </LinkButton>
        )
      }
    >
      {request.message ? (
        <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{request.message}</p>
      ) : null}
      <p className="text-muted text-sm">
        <TimeAgo iso={request.remindedAt ?? request.at} />
      </p>
      {steps.turn ? null : <p className="text-sm">{t("later")}</p>}
    </Callout>
  );
}
