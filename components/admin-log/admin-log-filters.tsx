"use client";

import { Search } from "lucide-react";
import Form from "next/form";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Select } from "@/components/ui/select";
import { type AdminLogSearch, adminLogAddress, adminStreams } from "@/lib/installation/schema";

type FiltersProps = { search: AdminLogSearch; people: Record<string, string> };

/** The filter is the address; a choice counts at once, a text with Enter. */
export function AdminLogFilters({ search, people }: FiltersProps) {
  const t = useTranslations("adminLog");
  const byName = Object.entries(people).sort(([, a], [, b]) => a.localeCompare(b));
  return (
    <Form
      key={adminLogAddress(search)}
      action="/log"
      role="search"
      aria-label={t("filter.label")}
      className="mb-4 grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:flex sm:flex-wrap"
      onChange={(event) => {
        if (event.target instanceof HTMLSelectElement) event.currentTarget.requestSubmit();
      }}
    >
      <Field label={t("filter.text")} className="col-span-2 sm:w-64">
        {(control) => (
          <span className="flex gap-1">
            <Input
              {...control}
              type="search"
              name="text"
              defaultValue={search.text}
              maxLength={200}
              className="min-w-0 flex-1"
            />
            <Button type="submit" size="icon" aria-label={t("filter.find")}>
              <Search aria-hidden className="size-4" />
            </Button>
          </span>
        )}
      </Field>
      <Field label={t("filter.kind")}>
        {(control) => (
          <Select {...control} name="kind" defaultValue={search.kind ?? ""}>
            <option value="">{t("filter.allKinds")}</option>
            {adminStreams.map((name) => (
              <option key={name} value={name}>
                {t(`stream.${name}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("filter.person")}>
        {(control) => (
          <Select {...control} name="person" defaultValue={search.person ?? ""}>
            <option value="">{t("filter.everybody")}</option>
            {byName.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {search.kind || search.person || search.text ? (
        <LinkButton href="/log" variant="quiet">
          {t("filter.clear")}
        </LinkButton>
      ) : null}
    </Form>
  );
}
