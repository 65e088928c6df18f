"use client";

import type { SubmitEvent } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { slugOf } from "@/lib/project/rules";

export type ProjectValues = { name: string; slug: string; defaultTemplateId: string | null };

type ProjectFormProps = {
  id: string;
  values: ProjectValues;
  onChange: (values: ProjectValues) => void;
  onSubmit: () => void;
  errors: { form: string | null; of: (field: "name" | "slug") => string | undefined };
  /** Null while the project is new: it has no templates to choose from. */
  templates: readonly { id: string; name: string }[] | null;
};

export function ProjectForm(props: ProjectFormProps) {
  const { id, values, onChange, onSubmit, errors, templates } = props;
  const t = useTranslations("projects");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  const rename = (name: string) => {
    // A new project's address follows its name until somebody writes another.
    const follows = templates === null && values.slug === slugOf(values.name);
    onChange({ ...values, name, slug: follows ? slugOf(name) : values.slug });
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
            onChange={(event) => rename(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t("field.slug")}
        hint={t("field.slugHint", { slug: values.slug || "…" })}
        error={errors.of("slug")}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            value={values.slug}
            onChange={(event) => onChange({ ...values, slug: event.target.value })}
          />
        )}
      </Field>
      {templates ? (
        <Field label={t("field.template")}>
          {(control) => (
            <Select
              {...control}
              value={values.defaultTemplateId ?? ""}
              onChange={({ target }) =>
                onChange({ ...values, defaultTemplateId: target.value || null })
              }
            >
              <option value="">{t("field.noTemplate")}</option>
              {templates.map((template) => (
                <option key={template.id} value={template.id}>
                  {template.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
    </form>
  );
}
