"use client";

import { useTranslations } from "use-intl";
import { PersonSection } from "@/components/people/person-section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PersonChange, PersonEventKind } from "@/lib/people/schema";

type Words = PersonEventKind extends `person.${infer Word}` ? Word : never;

const words: Record<PersonEventKind, Words> = {
  "person.created": "created",
  "person.edited": "edited",
  "person.disabled": "disabled",
  "person.enabled": "enabled",
  "person.forgotten": "forgotten",
  "person.password_reset": "password_reset",
  "person.password_changed": "password_changed",
  "person.role_granted": "role_granted",
  "person.role_revoked": "role_revoked",
  "person.team_joined": "team_joined",
  "person.team_left": "team_left",
  "person.team_confirmed": "team_confirmed",
  "person.delegated": "delegated",
  "person.delegation_ended": "delegation_ended",
  "person.identity_linked": "identity_linked",
  "person.identity_unlinked": "identity_unlinked",
};

/** Who gave what to this person, from their log: newest first. */
export function PersonHistory({ changes }: { changes: readonly PersonChange[] }) {
  const t = useTranslations("people");
  const what = ({ kind, role, project, team, to, name, email }: PersonChange) =>
    t(`history.${words[kind]}`, {
      name: name ?? "",
      email: email ?? "",
      role: role ? t(`role.${role}`) : "",
      project: project ?? t("allProjects"),
      team: team ?? "",
      to: to ?? "",
    });
  return (
    <PersonSection title={t("history.title")}>
      <Table caption={t("history.caption")}>
        <thead>
          <tr>
            <Th>{t("history.what")}</Th>
            <Th>{t("history.by")}</Th>
            <Th>{t("history.when")}</Th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <Tr key={change.number}>
              <Td>{what(change)}</Td>
              <Td>{change.by ?? t("history.system")}</Td>
              <Td className="sm:whitespace-nowrap">
                <Time iso={change.at} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </PersonSection>
  );
}
