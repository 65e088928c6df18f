"use client";

import { Pencil, Plus } from "lucide-react";
import { type SubmitEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { splitError, useAct } from "@/components/auth/use-act";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { createTeamAction, renameTeamAction } from "@/lib/people/actions";

type NamedTeam = { id: string; key: string; name: string };

/** Button and dialog for a team's name; `team` null makes a new one. */
export function TeamNameDialog({ team }: { team: NamedTeam | null }) {
  const t = useTranslations("people");
  const [open, setOpen] = useState(false);
  return (
    <>
      {team ? (
        <Button
          variant="quiet"
          size="icon-sm"
          aria-label={t("teams.renameLabel", { team: team.name })}
          title={t("teams.rename")}
          onClick={() => setOpen(true)}
        >
          <Pencil aria-hidden className="size-3.5" />
        </Button>
      ) : (
        <Button variant="primary" onClick={() => setOpen(true)}>
          <Plus aria-hidden className="size-4" />
          {t("teams.add")}
        </Button>
      )}
      {open ? <NameDialog team={team} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function NameDialog({ team, onClose }: { team: NamedTeam | null; onClose: () => void }) {
  const t = useTranslations("people");
  const tc = useTranslations("common");
  const errorText = useErrorText();
  const form = useId();
  const create = useAct(createTeamAction);
  const rename = useAct(renameTeamAction);
  const [name, setName] = useState(team?.name ?? "");
  const errors = splitError(create.error ?? rename.error, ["name"], {
    invalid: () => t("invalid.name"),
    text: errorText,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (team) rename.run({ teamId: team.id, name }, onClose);
    else create.run({ name }, onClose);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={team ? t("teams.renameTitle", { team: team.name }) : t("teams.addTitle")}
      size="sm"
      footer={
        <Button
          type="submit"
          form={form}
          variant="primary"
          pending={create.pending || rename.pending}
        >
          {team ? tc("save") : t("teams.add")}
        </Button>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-4">
        <FormError text={errors.form} />
        <Field
          label={t("field.name")}
          hint={team ? t("teams.renameHint", { key: team.key }) : t("teams.addHint")}
          error={errors.of("name")}
        >
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
      </form>
    </Dialog>
  );
}
