"use client";

import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { useAct } from "@/components/auth/use-act";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { addToTeamAction } from "@/lib/people/actions";

type AddMemberProps = {
  teamId: string;
  teamName: string;
  people: readonly { id: string; name: string; email: string }[];
};

export function AddMember({ teamId, teamName, people }: AddMemberProps) {
  const t = useTranslations("people.teams");
  const errorText = useErrorText();
  const act = useAct(addToTeamAction);
  const [personId, setPersonId] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (personId !== "") act.run({ teamId, personId }, () => setPersonId(""));
  };
  if (people.length === 0) return null;
  return (
    <form onSubmit={submit} className="mt-3 grid gap-2">
      <FormError text={act.error ? errorText(act.error) : null} />
      <div className="flex gap-2">
        <Select
          className="min-w-0 flex-1"
          aria-label={`${teamName}: ${t("choosePerson")}`}
          value={personId}
          onChange={(event) => setPersonId(event.target.value)}
        >
          <option value="">{t("choosePerson")}</option>
          {people.map(({ id, name, email }) => (
            <option key={id} value={id}>{`${name} (${email})`}</option>
          ))}
        </Select>
        <Button type="submit" disabled={personId === ""} pending={act.pending}>
          {t("addMember")}
        </Button>
      </div>
    </form>
  );
}
