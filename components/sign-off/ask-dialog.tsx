"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useControl, useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast-store";
import { readJson } from "@/lib/core/read-json";
import { isWaiting, mostReminders } from "@/lib/deployment/requests";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { askToSignAction } from "@/lib/sign-off/actions";
import { againBlocker, lastRequest, mostMessage, reminderMinutes } from "@/lib/sign-off/ask-rules";
import type { AskableView } from "@/lib/sign-off/schema";

/** In the choice, the team: ids of people are never empty, and never this. */
const theTeam = "team";

const askableQuery = (deploymentId: string, signOffKey: string) => ({
  queryKey: ["askable", deploymentId, signOffKey],
  queryFn: () =>
    readJson<AskableView>(
      `/api/deployments/${deploymentId}/askable?signOff=${encodeURIComponent(signOffKey)}`,
    ),
});

/** Minutes; 0: the worker does not remind. */
type RemindEvery = (typeof reminderMinutes)[number] | 0;
const everyOf = (minutes: number | null | undefined): RemindEvery =>
  reminderMinutes.find((known) => known === minutes) ?? 0;

type AskProps = { signOffKey: string; whom?: string | null; onClose: () => void };

/** Asks a person or the team to sign; asked already, it reminds them. */
export default function AskDialog({ signOffKey, whom: first, onClose }: AskProps) {
  const t = useTranslations("signOff.asked");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { id: deploymentId, state } = useDeployment();
  const { data, error, refetch } = useQuery(askableQuery(deploymentId, signOffKey));
  const { ingest } = useControl();
  const label = useSignOffName(signOffKey);
  const send = useCommand(askToSignAction);
  const [whom, setWhom] = useState(first === null ? theTeam : (first ?? ""));
  const [message, setMessage] = useState("");
  const personId = whom === theTeam ? null : whom;
  const last = lastRequest(state, signOffKey, personId);
  const waiting = last !== null && isWaiting(state, last) ? last : null;
  const [every, setEvery] = useState<RemindEvery | null>(null);
  const remindEvery = every ?? everyOf(waiting?.remindEvery);
  const tooSoon = againBlocker(state, last, new Date());
  const ready = whom !== "" && tooSoon === null;
  const submit = async () => {
    if (!ready || send.pending) return;
    const asked = data?.people.find(({ id }) => id === personId);
    // The page may not know them yet, and the answer's events name nobody.
    if (asked) ingest([], { [asked.id]: asked.name });
    const input = { deploymentId, signOffKey, personId, message };
    const answer = await send.run({ ...input, remindEvery: remindEvery || null });
    if (!answer.ok) return;
    const team = data?.team ? t("team", { team: data.team.name }) : t("aTeam");
    const name = asked?.name ?? team;
    toast({ text: t(answer.result.reminded ? "doneAgain" : "done", { whom: name }) });
    onClose();
  };
  const nobody = data && data.people.length === 0;
  return (
    <Dialog
      open
      held={message !== ""}
      onClose={onClose}
      title={t("title", { label })}
      description={t("effect")}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" pending={send.pending} disabled={!ready} onClick={submit}>
            {t(waiting ? "again" : "do")}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {error ? <ErrorState title={t("unread")} onRetry={() => void refetch()} /> : null}
        {nobody ? <Callout tone="attention">{t("nobody")}</Callout> : null}
        {!data && !error ? <SkeletonRows count={2} label={tCommon("loading")} /> : null}
        {data && !nobody ? (
          <>
            <Whom view={data} value={whom} onChange={setWhom} />
            <Field label={t("message")} hint={tCommon("permanent")} mark="optional">
              {(control) => (
                <Textarea
                  {...control}
                  maxLength={mostMessage}
                  value={message}
                  onChange={(event) => setMessage(event.target.value)}
                />
              )}
            </Field>
            <Every value={remindEvery} onChange={setEvery} />
          </>
        ) : null}
        {tooSoon ? <Callout tone="attention">{errorText(tooSoon)}</Callout> : null}
        {send.error ? (
          <Callout tone="failed" role="alert">
            {errorText(send.error)}
          </Callout>
        ) : null}
      </form>
    </Dialog>
  );
}

function useSignOffName(signOffKey: string): string {
  const t = useTranslations("signOff.kind");
  const signOff = useDeployment().state.signOffs[signOffKey];
  if (!signOff) return "";
  return signOff.kind === "team" ? signOff.label : t(signOff.kind);
}

type WhomProps = { view: AskableView; value: string; onChange: (whom: string) => void };

function Whom({ view: { team, people }, value, onChange }: WhomProps) {
  const t = useTranslations("signOff.asked");
  return (
    <Field label={t("whom")} mark="required">
      {(control) => (
        <Select
          {...control}
          data-autofocus=""
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t("choose")}</option>
          {team ? <option value={theTeam}>{t("wholeTeam", { team: team.name })}</option> : null}
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

type EveryProps = { value: RemindEvery; onChange: (every: RemindEvery) => void };

function Every({ value, onChange }: EveryProps) {
  const t = useTranslations("signOff.asked");
  return (
    <Field label={t("remind")} hint={t("remindHint", { most: mostReminders })}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) => onChange(everyOf(Number(event.target.value)))}
        >
          <option value={0}>{t("never")}</option>
          {reminderMinutes.map((minutes) => (
            <option key={minutes} value={minutes}>
              {t("every", { minutes })}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
