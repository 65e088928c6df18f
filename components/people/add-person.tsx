"use client";

import { UserPlus } from "lucide-react";
import { type SubmitEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { type ActError, splitError, useAct } from "@/components/auth/use-act";
import { OneTimePassword } from "@/components/people/one-time-password";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { createPersonAction } from "@/lib/people/actions";

type Added = { personId: string; password: string; name: string };

const empty = { name: "", email: "" };

/** Button and dialog; once the person is there, the same dialog shows the one-time password. */
export function AddPerson() {
  const t = useTranslations("people");
  const form = useId();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState(empty);
  const [added, setAdded] = useState<Added | null>(null);
  const act = useAct(createPersonAction);
  const close = () => {
    setOpen(false);
    setAdded(null);
    if (added) setValues(empty);
  };
  const submit = () =>
    act.run(values, (result) => setAdded({ ...result, name: values.name.trim() }));
  const footer = added ? (
    <>
      <LinkButton href={`/people/${added.personId}`}>{t("add.roles")}</LinkButton>
      <Button variant="primary" onClick={close}>
        {t("oneTime.done")}
      </Button>
    </>
  ) : (
    <Button type="submit" form={form} variant="primary" pending={act.pending}>
      {t("add.submit")}
    </Button>
  );
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden className="size-4" />
        {t("add.button")}
      </Button>
      <Dialog
        open={open}
        onClose={close}
        held={added !== null || values.name !== "" || values.email !== ""}
        title={added ? t("add.doneTitle", { name: added.name }) : t("add.title")}
        description={added ? undefined : t("add.description")}
        size="sm"
        footer={footer}
      >
        {added ? (
          <OneTimePassword password={added.password} />
        ) : (
          <AddPersonForm
            id={form}
            values={values}
            onChange={setValues}
            onSubmit={submit}
            error={act.error}
          />
        )}
      </Dialog>
    </>
  );
}

type AddPersonFormProps = {
  id: string;
  values: typeof empty;
  onChange: (values: typeof empty) => void;
  onSubmit: () => void;
  error: ActError | null;
};

function AddPersonForm({ id, values, onChange, onSubmit, error }: AddPersonFormProps) {
  const t = useTranslations("people");
  const errorText = useErrorText();
  const errors = splitError(error, ["name", "email"], {
    invalid: (field) => t(`invalid.${field}`),
    text: errorText,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form id={id} onSubmit={submit} noValidate className="grid gap-4">
      <FormError text={errors.form} />
      <Field label={t("field.name")} error={errors.of("name")}>
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
      <Field label={t("field.email")} error={errors.of("email")}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="off"
            value={values.email}
            onChange={(event) => onChange({ ...values, email: event.target.value })}
          />
        )}
      </Field>
    </form>
  );
}
