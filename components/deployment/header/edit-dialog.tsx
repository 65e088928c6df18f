"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { readJson } from "@/lib/core/read-json";
import { editHeaderAction } from "@/lib/deployment/actions";
import type { DeploymentChoices } from "@/lib/deployment/view";
import { useErrorText } from "@/lib/i18n/use-error-text";

/** `2026-11-23T09:30` in the browser's own zone, as its input wants it. */
function localInput(iso: string | null): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Changes what is deployed, where, when and by whom. */
export default function EditDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("deployment.header");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { id, state } = useDeployment();
  const edit = useCommand(editHeaderAction);
  const { data } = useQuery({
    queryKey: ["deployment", id, "choices"],
    queryFn: () => readJson<DeploymentChoices>(`/api/deployments/${id}/choices`),
  });
  const [title, setTitle] = useState(state.title);
  const [version, setVersion] = useState(state.version);
  const [planned, setPlanned] = useState(localInput(state.plannedAt));
  const [deployedById, setDeployedById] = useState(state.deployedById);
  const [environmentId, setEnvironmentId] = useState(state.environment.id);
  const ready = title.trim() !== "" && version.trim() !== "";
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready || edit.pending) return;
    const plannedAt = planned === "" ? null : new Date(planned).toISOString();
    const input = { deploymentId: id, title, version, plannedAt, deployedById, environmentId };
    if ((await edit.run(input)).ok) onClose();
  };
  return (
    <Dialog
      open
      held
      onClose={onClose}
      title={t("editTitle")}
      description={t("editEffect")}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button
            variant="primary"
            pending={edit.pending}
            disabled={!ready}
            onClick={() => submit()}
          >
            {tCommon("save")}
          </Button>
        </>
      }
    >
      <form className="grid gap-3 sm:grid-cols-2" onSubmit={submit}>
        <Field label={t("name")} className="sm:col-span-2">
          {(control) => (
            <Input {...control} value={title} onChange={(event) => setTitle(event.target.value)} />
          )}
        </Field>
        <Field label={t("version")}>
          {(control) => (
            <Input
              {...control}
              value={version}
              onChange={(event) => setVersion(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("planned")}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={planned}
              onChange={(event) => setPlanned(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("deployedBy")} hint={t("deployerHint")}>
          {(control) => (
            <Select
              {...control}
              value={deployedById}
              onChange={(event) => setDeployedById(event.target.value)}
            >
              {data?.deployers.map(({ id: person, name }) => (
                <option key={person} value={person}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("environment")}>
          {(control) => (
            <Select
              {...control}
              value={environmentId}
              onChange={(event) => setEnvironmentId(event.target.value)}
            >
              {data?.environments.map(({ id: environment, name }) => (
                <option key={environment} value={environment}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </form>
      {edit.error ? (
        <Callout tone="failed" role="alert" className="mt-3">
          {errorText(edit.error)}
        </Callout>
      ) : null}
    </Dialog>
  );
}
