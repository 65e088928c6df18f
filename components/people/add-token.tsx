"use client";

import { Plus } from "lucide-react";
import { type SubmitEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { type ActError, splitError, useAct } from "@/components/auth/use-act";
import { ProjectSelect } from "@/components/people/project-select";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ShownOnce } from "@/components/ui/shown-once";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { createTokenAction } from "@/lib/token/actions";

type Project = { id: string; name: string };
type Values = { name: string; projectId: string; days: number };

const empty: Values = { name: "", projectId: "", days: 90 };
const spans = [7, 30, 90, 180, 365];

/** Button and dialog; once it is made, the same dialog shows the token, this once. */
export function AddToken({ projects }: { projects: Project[] }) {
  const t = useTranslations("people.tokens");
  const tc = useTranslations("people.oneTime");
  const form = useId();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState(empty);
  const [token, setToken] = useState<string | null>(null);
  const act = useAct(createTokenAction);
  const close = () => {
    setOpen(false);
    if (token) setValues(empty);
    setToken(null);
  };
  const submit = () =>
    act.run({ ...values, projectId: values.projectId || null }, (made) => setToken(made.token));
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        {t("add")}
      </Button>
      <Dialog
        open={open}
        onClose={close}
        held={token !== null || values.name !== ""}
        title={token ? t("doneTitle", { name: values.name.trim() }) : t("add")}
        description={token ? undefined : t("addHint")}
        size="sm"
        footer={
          token ? (
            <Button variant="primary" onClick={close}>
              {tc("done")}
            </Button>
          ) : (
            <Button type="submit" form={form} variant="primary" pending={act.pending}>
              {t("add")}
            </Button>
          )
        }
      >
        {token ? (
          <ShownOnce secret={token} label={t("token")} warning={t("warning")} />
        ) : (
          <TokenForm
            id={form}
            values={values}
            projects={projects}
            onChange={setValues}
            onSubmit={submit}
            error={act.error}
          />
        )}
      </Dialog>
    </>
  );
}

type TokenFormProps = {
  id: string;
  values: Values;
  projects: Project[];
  onChange: (values: Values) => void;
  onSubmit: () => void;
  error: ActError | null;
};

function TokenForm({ id, values, projects, onChange, onSubmit, error }: TokenFormProps) {
  const t = useTranslations("people");
  const errorText = useErrorText();
  const errors = splitError(error, ["name"], {
    invalid: () => t("invalid.name"),
    text: errorText,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form id={id} onSubmit={submit} noValidate className="grid gap-4">
      <FormError text={errors.form} />
      <Field label={t("field.name")} hint={t("tokens.nameHint")} error={errors.of("name")}>
        {(control) => (
          <Input
            {...control}
            data-autofocus
            autoComplete="off"
            value={values.name}
            onChange={(event) => onChange({ ...values, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("tokens.project")}>
        {(control) => (
          <ProjectSelect
            control={control}
            projects={projects}
            value={values.projectId}
            onChange={(projectId) => onChange({ ...values, projectId })}
          />
        )}
      </Field>
      <Field label={t("tokens.lasts")}>
        {(control) => (
          <Select
            {...control}
            value={values.days}
            onChange={(event) => onChange({ ...values, days: Number(event.target.value) })}
          >
            {spans.map((n) => (
              <option key={n} value={n}>
                {t("tokens.days", { n })}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </form>
  );
}
