"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { AddPerson } from "@/components/people/add-person";
import { PersonState } from "@/components/people/person-state";
import { useGrantText } from "@/components/people/use-grant-text";
import { AvatarInitials } from "@/components/ui/avatar-initials";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { PersonView } from "@/lib/people/schema";

export function PeopleList({ people }: { people: readonly PersonView[] }) {
  const t = useTranslations("people.list");
  const grantText = useGrantText();
  const [query, setQuery] = useState("");
  const wanted = query.trim().toLocaleLowerCase();
  const shown = people.filter(({ name, email, grants, teams }) =>
    [name, email, ...grants.map(grantText), ...teams.map((team) => team.name)].some((text) =>
      text.toLocaleLowerCase().includes(wanted),
    ),
  );
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <div className="relative min-w-56 flex-1 sm:max-w-sm">
          <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-muted" />
          <Input
            type="search"
            aria-label={t("search")}
            placeholder={t("search")}
            className="pl-8"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        <span role="status" className="text-muted text-sm">
          {t("count", { n: shown.length })}
        </span>
        <div className="ml-auto">
          <AddPerson />
        </div>
      </div>
      {people.length === 0 ? <EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState> : null}
      {people.length > 0 && shown.length === 0 ? (
        <EmptyState title={t("noMatch", { query })}>{t("noMatchHint")}</EmptyState>
      ) : null}
      {shown.length > 0 ? <PeopleTable people={shown} /> : null}
    </>
  );
}

function PeopleTable({ people }: { people: readonly PersonView[] }) {
  const t = useTranslations("people.list");
  const grantText = useGrantText();
  return (
    <Table caption={t("caption")}>
      <thead>
        <tr>
          <Th>{t("person")}</Th>
          <Th>{t("roles")}</Th>
          <Th className="max-sm:hidden">{t("teams")}</Th>
          <Th>{t("state")}</Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Tr key={person.id}>
            <Td>
              <span className="flex items-center gap-2">
                <span aria-hidden className="max-sm:hidden">
                  <AvatarInitials name={person.name} />
                </span>
                <span className="min-w-0">
                  <TextLink href={`/people/${person.id}`} className="font-medium">
                    {person.name}
                  </TextLink>
                  <span className="block break-all text-muted text-sm">{person.email}</span>
                </span>
              </span>
            </Td>
            <Td>
              {person.grants.length === 0 ? (
                <span className="text-muted">{t("noRole")}</span>
              ) : null}
              {person.grants.map((grant) => (
                <span key={grant.id} className="block">
                  {grantText(grant)}
                </span>
              ))}
            </Td>
            <Td className="max-sm:hidden">{person.teams.map((team) => team.name).join(", ")}</Td>
            <Td>
              <PersonState person={person} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
