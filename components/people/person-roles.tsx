"use client";

import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ConfirmAct } from "@/components/auth/confirm-act";
import { FormError } from "@/components/auth/form-error";
import { useAct } from "@/components/auth/use-act";
import { PersonSection } from "@/components/people/person-section";
import { ProjectSelect } from "@/components/people/project-select";
import { useGrantText } from "@/components/people/use-grant-text";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast-store";
import { type Role, roles } from "@/lib/core/permissions";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { grantRoleAction, revokeRoleAction } from "@/lib/people/actions";
import type { PersonView } from "@/lib/people/schema";

type Projects = readonly { id: string; name: string }[];
type PersonRolesProps = { person: PersonView; projects: Projects };

export function PersonRoles({ person, projects }: PersonRolesProps) {
  const t = useTranslations("people.person");
  const grantText = useGrantText();
  const { id, name, grants } = person;
  return (
    <PersonSection title={t("rolesTitle")}>
      {grants.length === 0 ? <p className="text-muted">{t("rolesEmpty")}</p> : null}
      <ul className="divide-y divide-line">
        {grants.map((grant) => (
          <li key={grant.id} className="flex min-h-row items-center gap-2 py-1">
            {grantText(grant)}
            <ConfirmAct
              action={revokeRoleAction}
              input={{ personId: id, grantId: grant.id }}
              label={t("take")}
              fullLabel={t("takeLabel", { role: grantText(grant) })}
              title={t("takeTitle", { role: grantText(grant), name })}
              body={t("takeBody")}
              className="ml-auto"
            />
          </li>
        ))}
      </ul>
      <GiveRole person={person} projects={projects} />
    </PersonSection>
  );
}

function GiveRole({ person, projects }: PersonRolesProps) {
  const t = useTranslations("people");
  const errorText = useErrorText();
  const act = useAct(grantRoleAction);
  const [role, setRole] = useState<Role>("viewer");
  const [projectId, setProjectId] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    act.run({ personId: person.id, role, projectId: projectId || null }, () =>
      toast({
        text: t("person.given", { name: person.name, role: t(`role.${role}`) }),
      }),
    );
  };
  return (
    <form onSubmit={submit} className="mt-3 grid gap-2 border-line border-t pt-3">
      <FormError text={act.error ? errorText(act.error) : null} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("field.role")}>
          {(control) => (
            <Select
              {...control}
              value={role}
              onChange={({ target }) =>
                setRole(roles.find((known) => known === target.value) ?? "viewer")
              }
            >
              {roles.map((known) => (
                <option key={known} value={known}>
                  {t(`role.${known}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("field.project")}>
          {(control) => (
            <ProjectSelect
              control={control}
              projects={projects}
              value={projectId}
              onChange={setProjectId}
            />
          )}
        </Field>
      </div>
      <p className="text-muted text-sm">{t(`roleMeaning.${role}`)}</p>
      <div>
        <Button type="submit" pending={act.pending}>
          {t("person.give")}
        </Button>
      </div>
    </form>
  );
}
