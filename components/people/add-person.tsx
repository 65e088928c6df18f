"use client";

import { UserPlus } from "lucide-react";
import { type SubmitEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { splitError, useAct } from "@/components/auth/use-act";
import { OneTimePassword } from "@/components/people/one-time-password";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { createPersonAction } from "@/lib/people/actions";

type Added = { personId: string; password: string; name: string };

export function AddPerson() {
  const t = useTranslations("people");
  const [open, setOpen] = useState(false);
  const [added, setAdded] = useState<Added | null>(null);
  const close = () => {
    setOpen(false);
    setAdded(null);
  };
  const button = (
    <Button variant="primary" onClick={() => setOpen(true)}>
      <UserPlus aria-hidden className="size-4" />
      {t("add.button")}
    </Button>
  );
  if (added)
    return (
      <>
        {button}
        <Dialog
          open
          held
          onClose={close}
          title={t("add.doneTitle", { name: added.name })}
          size="sm"
          footer={
            <>
              <LinkButton href={`/people/${added.personId}`}>{t("add.roles")}</LinkButton>
              <Button variant="primary" onClick={close}>
                {t("oneTime.done")}
              </Button>
            </>
          }
        >
          <OneTimePassword password={added.password} />
        </Dialog>
      </>
    );
  return (
    <>
      {button}
      <AddPersonDialog open={open} onClose={close} onAdded={setAdded} />
    </>
  );
}

type AddPersonDialogProps = {
  open: boolean;
  onClose: () => void;
  onAdded: (added: Added) => void;
};

function AddPersonDialog({ open, onClose, onAdded }: AddPersonDialogProps) {
  const t = useTranslations("people");
  const errorText = useErrorText();
  const form = useId();
  const act = useAct(createPersonAction);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const errors = splitError(act.error, ["name", "email"], {
    invalid: (field) => t(`invalid.${field}`),
    text: errorText,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    act.run({ name, email }, ({ personId, password }) => {
      onAdded({ personId, password, name: name.trim() });
      setName("");
      setEmail("");
    });
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      held={name !== "" || email !== ""}
      title={t("add.title")}
      description={t("add.description")}
      size="sm"
      footer={
        <Button type="submit" form={form} variant="primary" pending={act.pending}>
          {t("add.submit")}
        </Button>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-4">
        <FormError text={errors.form} />
        <Field label={t("field.name")} error={errors.of("name")}>
          {(control) => (
            <Input
              {...control}
              data-autofocus
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("field.email")} error={errors.of("email")}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
