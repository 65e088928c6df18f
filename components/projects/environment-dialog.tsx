"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { splitError, useAct } from "@/components/auth/use-act";
import { EnvironmentForm, type EnvironmentValues } from "@/components/projects/environment-form";
import { LeastFields } from "@/components/projects/least-fields";
import {
  readAllow,
  readPorts,
  readVariables,
  writeVariables,
} from "@/components/projects/read-lines";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { createEnvironmentAction, editEnvironmentAction } from "@/lib/project/actions";
import type { EnvironmentView } from "@/lib/project/schema";

type EnvironmentDialogProps = {
  projectId: string;
  /** Null: a new one. */
  environment: EnvironmentView | null;
  /** For a new one: where the viewer is. */
  zone: string;
  teams: readonly { id: string; name: string }[];
  onClose: () => void;
};

const fields = ["name", "zone", "variables", "allow", "ports", "least"] as const;
const lineTexts = { variables: "variableLine", allow: "allowLine", ports: "ports" } as const;
type Wrong = { field: keyof typeof lineTexts; line: number };

export function EnvironmentDialog(props: EnvironmentDialogProps) {
  const { projectId, environment, zone, teams, onClose } = props;
  const t = useTranslations("projects");
  const tc = useTranslations("common");
  const errorText = useErrorText();
  const form = useId();
  const create = useAct(createEnvironmentAction);
  const edit = useAct(editEnvironmentAction);
  const [values, setValues] = useState<EnvironmentValues>({
    name: environment?.name ?? "",
    zone: environment?.zone ?? zone,
    variables: writeVariables(environment?.variables ?? {}),
    allow: (environment?.allow ?? []).join("\n"),
    ports: (environment?.ports ?? []).join(", "),
  });
  const [least, setLeast] = useState(environment?.least ?? []);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const answered = splitError(create.error ?? edit.error, fields, {
    invalid: (field) => t(`invalid.${field}`),
    text: errorText,
  });
  const lineError = (field: string) =>
    wrong?.field === field
      ? t(`invalid.${lineTexts[wrong.field]}`, { line: wrong.line })
      : undefined;

  const submit = () => {
    const [variables, allow] = [readVariables(values.variables), readAllow(values.allow)];
    if (!variables.ok) return setWrong({ field: "variables", line: variables.line });
    if (!allow.ok) return setWrong({ field: "allow", line: allow.line });
    const ports = readPorts(values.ports);
    if (!ports.ok) return setWrong({ field: "ports", line: ports.line });
    setWrong(null);
    const { name, zone: chosen } = values;
    const input = {
      ...{ projectId, name, zone: chosen },
      ...{ variables: variables.value, allow: allow.value, ports: ports.value, least },
    };
    if (environment) edit.run({ ...input, environmentId: environment.id }, onClose);
    else create.run(input, onClose);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      held
      title={
        environment
          ? t("project.editEnvironmentTitle", { name: environment.name })
          : t("project.addTitle")
      }
      description={environment ? `${t("project.later")} ${t("project.addressesNow")}` : undefined}
      footer={
        <Button
          type="submit"
          form={form}
          variant="primary"
          pending={create.pending || edit.pending}
        >
          {environment ? tc("save") : t("project.addEnvironment")}
        </Button>
      }
    >
      <EnvironmentForm
        id={form}
        values={values}
        onChange={setValues}
        onSubmit={submit}
        formError={answered.form}
        error={(field) => lineError(field) ?? answered.of(field)}
      >
        <LeastFields
          value={least}
          teams={teams}
          onChange={setLeast}
          error={answered.of("least") ?? undefined}
        />
      </EnvironmentForm>
    </Dialog>
  );
}
