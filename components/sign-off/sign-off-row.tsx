"use client";

import clsx from "clsx";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import { useDeployment } from "@/components/deployment/store";
import { signOffMarks } from "@/components/sign-off/sign-off-marks";
import { useMySteps } from "@/components/sign-off/use-my-steps";
import { useSignerName } from "@/components/sign-off/use-signer-name";
import { Button } from "@/components/ui/button";
import { Mark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import { withoutSeat } from "@/lib/deployment/policy";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { currentSignature, signOffStatus } from "@/lib/deployment/standing";
import { useErrorText } from "@/lib/i18n/use-error-text";

const Asked = lazy(() => import("@/components/sign-off/asked"));

type RowProps = { signOff: SignOffState };

/** One required signature: who answers it, how it stands, and the viewer's own next step. */
export function SignOffRow({ signOff }: RowProps) {
  const t = useTranslations("signOff");
  const errorText = useErrorText();
  const { state, view, nameOf, may } = useDeployment();
  const signerName = useSignerName();
  const steps = useMySteps(signOff);
  const status = signOffStatus(state, signOff.key);
  const signature = currentSignature(state, signOff.key);
  const team = signOff.teamId ? view.teams[signOff.teamId] : undefined;
  const seats = Object.values(state.signOffs).filter(
    (one) => withoutSeat(one.key) === withoutSeat(signOff.key),
  ).length;
  const nobody = signOff.kind === "team" && (!team || team.signers < seats);
  const turn = steps.ready ? "ready" : steps.turn && !nobody ? "open" : status;
  const shown = status === "waiting" ? turn : status;
  const over = state.closedAt !== null || state.cancelled !== null;
  const open = useDialogs();
  const step = (kind: "sign" | "refuse" | "withdraw" | "ask") => () =>
    open({ kind, signOffKey: signOff.key });
  const ask = !over && status !== "standing" && may("sign_off.ask");
  return (
    <li
      id={`sign-off-${signOff.key}`}
      tabIndex={-1}
      className="focus-inset border-line border-b px-3 py-2 last:border-b-0"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-0.5">
        <span className="font-medium">
          {signOff.kind === "team" ? signOff.label : t(`kind.${signOff.kind}`)}
        </span>
        <Mark {...signOffMarks[shown]} word={t(`status.${shown}`)} />
      </div>
      <p className={clsx("text-muted text-sm", !signature && "empty:hidden")}>
        {signature ? (
          <>
            {signerName(signature)} <Time iso={signature.at} show="stamp" />
            {signature.expiresAt && !over ? (
              <>
                {" · "}
                {t(status === "expired" ? "held" : "until")}{" "}
                <Time iso={signature.expiresAt} show="stamp" />
              </>
            ) : null}
          </>
        ) : signOff.kind === "deployed_by" ? (
          nameOf(state.deployedById)
        ) : null}
      </p>
      {status === "refused" && signature?.reason ? (
        <p className="mt-0.5 whitespace-pre-wrap text-sm">{signature.reason}</p>
      ) : null}
      {!over && nobody ? (
        <p className="mt-0.5 text-attention text-sm">
          {t(team ? "nobodyMaySign" : "teamUnknown", {
            team: team?.name ?? signOff.teamName ?? signOff.label,
            have: team?.signers ?? 0,
            need: seats,
          })}
        </p>
      ) : null}
      {steps.why && status !== "standing" ? (
        <p className="mt-0.5 text-muted text-sm">{errorText(steps.why)}</p>
      ) : null}
      {state.requests ? (
        <Suspense fallback={null}>
          <Asked signOff={signOff} />
        </Suspense>
      ) : null}
      {ask || steps.sign || steps.refuse || steps.withdraw ? (
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          {steps.sign ? (
            <Button
              variant={
                steps.ready || status === "suspended" || status === "expired" ? "sign" : "default"
              }
              size="sm"
              onClick={step("sign")}
            >
              {t(
                status === "suspended"
                  ? "reaffirm"
                  : signOff.kind === "deployed_by"
                    ? "close"
                    : "sign",
              )}
            </Button>
          ) : null}
          {steps.refuse ? (
            <Button size="sm" onClick={step("refuse")}>
              {t("refuse")}
            </Button>
          ) : null}
          {ask ? (
            <Button variant="quiet" size="sm" onClick={step("ask")}>
              {t("ask")}
            </Button>
          ) : null}
          {steps.withdraw ? (
            <Button variant="quiet" size="sm" onClick={step("withdraw")}>
              {t("withdraw")}
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
