"use client";

import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { ClosingFields } from "@/components/sign-off/closing-fields";
import { Coverage } from "@/components/sign-off/coverage";
import { MovedNotice } from "@/components/sign-off/moved-notice";
import { SinceSigned } from "@/components/sign-off/since-signed";
import { StaleProbes } from "@/components/sign-off/stale-probes";
import { useCoveredEvents } from "@/components/sign-off/use-covered-events";
import { useStatement } from "@/components/sign-off/use-statement";
import { WhatFollows } from "@/components/sign-off/what-follows";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast-store";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { signAction } from "@/lib/sign-off/actions";
import { type Closing, helpedByMeasuring, signBlocker } from "@/lib/sign-off/rules";
import type { ProviderSigningView } from "@/lib/sign-off/schema";

const SignAtProvider = lazy(() => import("@/components/sign-off/sign-at-provider"));

type SignDialogProps = {
  signOffKey: string;
  /** How it was left for the identity provider, and why it was not signed. */
  left?: Pick<ProviderSigningView, "closing" | "error">;
  onClose: () => void;
};

/** Refused because other words are to be read first. */
const movedCodes: ReadonlySet<string> = new Set(["state_moved", "words_moved"]);

/** A signature: its exact words, what they cover, what happens next, the password again. */
export default function SignDialog({ signOffKey, left, onClose }: SignDialogProps) {
  const t = useTranslations("signOff");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const locale = useLocale() === "ko" ? "ko" : "en";
  const deployment = useDeployment();
  const { id: deploymentId, state, plan, me } = deployment;
  const signOff = state.signOffs[signOffKey];
  const closes = signOff?.kind === "deployed_by";
  const [closing, setClosing] = useState<Closing | null>(left?.closing ?? null);
  const [password, setPassword] = useState("");
  const sign = useCommand(signAction);
  const ask = { deploymentId, signOffKey, locale, closing } as const;
  const statement = useStatement(ask, !closes || closing !== null);
  const { view, refresh } = statement;

  // Words change under a signer's eyes only with a notice of what moved, and are signed once they have seen it.
  const [readUpTo, setReadUpTo] = useState<number | null>(null);
  if (view && readUpTo === null) setReadUpTo(view.seen);
  const moved = useCoveredEvents(
    signOffKey,
    readUpTo,
    Math.max(deployment.view.state.last, view?.seen ?? 0),
  );

  // The page moves on while the dialog is open: the words follow it.
  const last = deployment.view.state.last;
  const seenLast = useRef(last);
  useEffect(() => {
    if (seenLast.current === last) return;
    seenLast.current = last;
    refresh();
  }, [last, refresh]);

  if (!signOff) return null;
  const blocker = signBlocker(plan, state, signOff, me, closing, new Date());
  const unseen = moved.loading || moved.failed || moved.events.length > 0;
  const current = view !== null && !statement.loading && !unseen;
  const read =
    current && !blocker
      ? { ...ask, statement: view.statement, stateHash: view.stateHash, seen: view.seen }
      : null;
  const { password: hasPassword = true, provider = null } = view?.ways ?? {};
  const ready = read !== null && password !== "";
  const error = sign.error ?? (sign.pending ? null : left?.error);
  const submit = async () => {
    if (!ready || sign.pending) return;
    const answer = await sign.run({ ...read, password });
    if (answer.ok) {
      toast({ tone: "settled", text: t("signed", { label: signOff.label }) });
      onClose();
    } else if ("reason" in answer.error && movedCodes.has(answer.error.reason.code)) refresh();
  };
  return (
    <Dialog
      open
      held
      size="lg"
      onClose={onClose}
      title={t("dialogTitle", {
        label: signOff.kind === "team" ? signOff.label : t(`kind.${signOff.kind}`),
      })}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          {hasPassword ? (
            <Button variant="sign" pending={sign.pending} disabled={!ready} onClick={submit}>
              {t("signDo")}
            </Button>
          ) : null}
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {closes ? <ClosingFields value={closing} onChange={setClosing} /> : null}
        <SinceSigned signOffKey={signOffKey} />
        {view ? (
          <MovedNotice
            moved={moved}
            loading={statement.loading || moved.loading}
            onSeen={() => setReadUpTo(view.seen)}
          />
        ) : null}
        {view ? (
          <blockquote className="whitespace-pre-wrap rounded-md border border-sign bg-sign-soft px-4 py-3 [overflow-wrap:anywhere]">
            {view.statement}
          </blockquote>
        ) : statement.error ? (
          <Callout tone="failed" role="alert">
            {errorText(statement.error)}
          </Callout>
        ) : closes && closing === null ? null : (
          <SkeletonRows count={3} label={tCommon("loading")} />
        )}
        {view ? <Coverage view={view} /> : null}
        {view && view.stale.length > 0 ? <StaleProbes stale={view.stale} onRun={refresh} /> : null}
        {blocker && !helpedByMeasuring.has(blocker.code) ? (
          <Callout tone="attention">{errorText(blocker)}</Callout>
        ) : null}
        {view ? null : <WhatFollows signOff={signOff} />}
        {hasPassword ? (
          <Field label={t("password")} hint={t("passwordHint")}>
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
                className="max-w-xs"
              />
            )}
          </Field>
        ) : null}
        {provider ? (
          <Suspense fallback={null}>
            <SignAtProvider ways={{ password: hasPassword, provider }} input={read} />
          </Suspense>
        ) : null}
        {error ? (
          <Callout tone="failed" role="alert">
            {errorText(error)}
          </Callout>
        ) : null}
      </form>
    </Dialog>
  );
}
