"use client";

import { useTranslations } from "use-intl";
import type { FieldName } from "@/components/new-deployment/new-fields";
import type { NewDeploymentForm } from "@/components/new-deployment/use-new-deployment";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useZone } from "@/components/ui/use-zone";

type Choice = { id: string; name: string };
type RunFieldsProps = { made: NewDeploymentForm; projects: readonly Choice[] };

/** What is deployed, where, when and by whom. */
export function RunFields({ made, projects }: RunFieldsProps) {
  const t = useTranslations("newDeployment");
  const zone = useZone();
  const { here, values, change } = made;
  const environments = here.data?.environments ?? [];
  return (
    <div className="grid max-w-4xl items-end gap-x-4 gap-y-3 sm:grid-cols-2">
      <Choose made={made} name="projectId" options={projects} />
      <Choose
        made={made}
        name="environmentId"
        options={environments}
        hint={here.data && environments.length === 0 ? t("noEnvironment") : undefined}
      />
      <Write made={made} name="title" />
      <Write made={made} name="version" hint={t("versionHint")} />
      <Field
        label={t("field.plannedAt")}
        mark="optional"
        hint={t("zone", { zone })}
        error={made.error("plannedAt")}
      >
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={values.plannedAt}
            onChange={(event) => change({ plannedAt: event.target.value })}
          />
        )}
      </Field>
      <Choose
        made={made}
        name="deployedById"
        hint={t("deployerHint")}
        options={here.data?.deployers ?? []}
      />
      <Write made={made} name="artifact" mark="optional" hint={t("artifactHint")} />
    </div>
  );
}

type OneProps = { made: NewDeploymentForm; name: FieldName; hint?: string | undefined };

type WriteProps = OneProps & { name: "title" | "version" | "artifact"; mark?: "optional" };

function Write({ made, name, hint, mark }: WriteProps) {
  const t = useTranslations("newDeployment");
  return (
    <Field label={t(`field.${name}`)} mark={mark} hint={hint} error={made.error(name)}>
      {(control) => (
        <Input
          {...control}
          value={made.values[name]}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => made.change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}

type ChooseProps = OneProps & {
  name: "projectId" | "environmentId" | "deployedById";
  options: readonly Choice[];
};

function Choose({ made, name, hint, options }: ChooseProps) {
  const t = useTranslations("newDeployment");
  const value = made.values[name];
  return (
    <Field label={t(`field.${name}`)} hint={hint} error={made.error(name)}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) => made.change({ [name]: event.target.value })}
        >
          {value === "" ? <option value="">{t("choose")}</option> : null}
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
