"use client";

import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { PasswordInput } from "@/components/auth/password-input";
import { useAct } from "@/components/auth/use-act";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast-store";
import { useZone } from "@/components/ui/use-zone";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { delegateAction } from "@/lib/people/actions";
import type { DelegationChoices } from "@/lib/people/schema";

const empty = { teamId: "", toId: "", until: "", password: "" };

/** Names who signs for one's team meanwhile; the password stands for one's own hand. */
export function AwayForm({ teams, people }: Pick<DelegationChoices, "teams" | "people">) {
  const t = useTranslations("account.away");
  const zone = useZone();
  const errorText = useErrorText();
  const act = useAct(delegateAction);
  const [values, setValues] = useState(empty);
  const [missing, setMissing] = useState(false);
  const change = (part: Partial<typeof empty>) => setValues((before) => ({ ...before, ...part }));
  const team = teams.find(({ id }) => id === values.teamId) ?? teams[0];
  const others = people.filter(({ teamIds }) => team && !teamIds.includes(team.id));
  const to = others.find(({ id }) => id === values.toId);
  if (!team) return <p className="text-muted">{t("noTeams")}</p>;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const until = new Date(values.until);
    const incomplete = !to || Number.isNaN(until.getTime()) || values.password === "";
    setMissing(incomplete);
    if (incomplete) return;
    const { password } = values;
    const input = { toId: to.id, teamId: team.id, until: until.toISOString(), password };
    act.run(input, () => {
      toast({ text: t("done", { to: to.name, team: team.name }) });
      setValues(empty);
    });
  };
  const error = missing ? t("missing") : act.error ? errorText(act.error) : null;

  return (
    <form onSubmit={submit} noValidate className="mt-4 grid max-w-sm gap-4">
      <FormError text={error} />
      <Field label={t("team")}>
        {(control) => (
          <Select
            {...control}
            value={team.id}
            onChange={(event) => change({ teamId: event.target.value, toId: "" })}
          >
            {teams.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("to")} hint={others.length === 0 ? t("nobody") : undefined}>
        {(control) => (
          <Select
            {...control}
            value={to?.id ?? ""}
            disabled={others.length === 0}
            onChange={(event) => change({ toId: event.target.value })}
          >
            <option value="">{t("choose")}</option>
            {others.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("until")} hint={t("zone", { zone })}>
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={values.until}
            onChange={(event) => change({ until: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("password")}>
        {(control) => (
          <PasswordInput
            {...control}
            shown={false}
            autoComplete="current-password"
            value={values.password}
            onChange={(event) => change({ password: event.target.value })}
          />
        )}
      </Field>
      <Button type="submit" pending={act.pending} className="justify-self-start">
        {t("submit")}
      </Button>
    </form>
  );
}
