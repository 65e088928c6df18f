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
import { useZone } from "@/components/ui/use-zone";
import { readJson } from "@/lib/core/read-json";
import { editHeaderAction } from "@/lib/deployment/actions";
import { isArtifact, readArtifact } from "@/lib/deployment/artifact";
import { artifactBlocker } from "@/lib/deployment/rules";
import type { EditHeaderInput } from "@/lib/deployment/schema";
import type { DeploymentChoices } from "@/lib/deployment/view";
import { useErrorText } from "@/lib/i18n/use-error-text";

type Choice = { id: string; name: string };

/** `2026-11-23T09:30` in the browser's own zone, as its input wants it. */
function localInput(iso: string | null): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

type Fields = Record<
  "title" | "version" | "planned" | "deployedById" | "environmentId" | "artifact",
  string
>;

function changesOf(first: Fields, now: Fields): Omit<EditHeaderInput, "deploymentId"> {
  const { planned, ...rest } = now;
  const keys = (Object.keys(rest) as (keyof typeof rest)[]).filter(
    (key) => rest[key] !== first[key],
  );
  return {
    ...Object.fromEntries(keys.map((key) => [key, rest[key]])),
    ...(planned === first.planned
      ? {}
      : { plannedAt: planned === "" ? null : new Date(planned).toISOString() }),
  };
}

/** The choices, with the present one: while they are read, and when it could no longer be chosen. */
function withPresent(choices: Choice[] | undefined, present: Choice): Choice[] {
  const all = choices ?? [];
  return all.some(({ id }) => id === present.id) ? all : [present, ...all];
}

/** Changes what is deployed, where, when and by whom. */
export default function EditDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("deployment.header");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { id, state, nameOf } = useDeployment();
  const zone = useZone();
  const edit = useCommand(editHeaderAction);
  const { data } = useQuery({
    queryKey: ["deployment", id, "choices"],
    queryFn: () => readJson<DeploymentChoices>(`/api/deployments/${id}/choices`),
  });
  const environments = withPresent(data?.environments, state.environment);
  const deployers = withPresent(data?.deployers, {
    id: state.deployedById,
    name: nameOf(state.deployedById),
  });
  // What somebody else changes meanwhile stays: only what was changed here is sent.
  const [first] = useState<Fields>(() => ({
    title: state.title,
    version: state.version,
    planned: localInput(state.plannedAt),
    deployedById: state.deployedById,
    environmentId: state.environment.id,
    artifact: state.artifact ?? "",
  }));
  const [fields, setFields] = useState(first);
  const set = (changed: Partial<Fields>) => setFields((all) => ({ ...all, ...changed }));
  const artifact = readArtifact(fields.artifact);
  const wrong = artifact !== null && !isArtifact(artifact);
  const ready = fields.title.trim() !== "" && fields.version.trim() !== "" && !wrong;
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready || edit.pending) return;
    if ((await edit.run({ deploymentId: id, ...changesOf(first, fields) })).ok) onClose();
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
      <form className="grid items-end gap-3 sm:grid-cols-2" onSubmit={submit}>
        <Field label={t("name")} className="sm:col-span-2">
          {(control) => (
            <Input
              {...control}
              value={fields.title}
              onChange={(event) => set({ title: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("version")}>
          {(control) => (
            <Input
              {...control}
              value={fields.version}
              onChange={(event) => set({ version: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("planned")} hint={t("zone", { zone })}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={fields.planned}
              onChange={(event) => set({ planned: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("deployedBy")} hint={t("deployerHint")}>
          {(control) => (
            <Select
              {...control}
              value={fields.deployedById}
              onChange={(event) => set({ deployedById: event.target.value })}
            >
              {deployers.map(({ id: person, name }) => (
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
              value={fields.environmentId}
              onChange={(event) => set({ environmentId: event.target.value })}
            >
              {environments.map(({ id: environment, name }) => (
                <option key={environment} value={environment}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {artifactBlocker(state) === null ? (
          <Field
            label={t("artifact")}
            mark="optional"
            hint={t("artifactHint")}
            error={wrong ? t("wrongArtifact") : null}
            className="sm:col-span-2"
          >
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                autoComplete="off"
                value={fields.artifact}
                onChange={(event) => set({ artifact: event.target.value })}
              />
            )}
          </Field>
        ) : null}
      </form>
      {edit.error ? (
        <Callout tone="failed" role="alert" className="mt-3">
          {errorText(edit.error)}
        </Callout>
      ) : null}
    </Dialog>
  );
}
