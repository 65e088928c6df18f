"use client";

import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { splitError, useAct } from "@/components/auth/use-act";
import { PersonSection } from "@/components/people/person-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast-store";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { editPersonAction } from "@/lib/people/actions";
import type { PersonView } from "@/lib/people/schema";

export function PersonDetails({ person }: { person: PersonView }) {
  const t = useTranslations("people");
  const tc = useTranslations("common");
  const errorText = useErrorText();
  const act = useAct(editPersonAction);
  const [name, setName] = useState(person.name);
  const [email, setEmail] = useState(person.email);
  const errors = splitError(act.error, ["name", "email"], {
    invalid: (field) => t(`invalid.${field}`),
    text: errorText,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    act.run({ personId: person.id, name, email }, () => toast({ text: t("person.saved") }));
  };
  return (
    <PersonSection title={t("person.detailsTitle")}>
      <form onSubmit={submit} noValidate className="grid gap-3">
        <FormError text={errors.form} />
        <Field label={t("field.name")} error={errors.of("name")}>
          {(control) => (
            <Input
              {...control}
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
        <div>
          <Button type="submit" pending={act.pending}>
            {tc("save")}
          </Button>
        </div>
      </form>
    </PersonSection>
  );
}
