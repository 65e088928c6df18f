"use client";

import { Search } from "lucide-react";
import Form from "next/form";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Select } from "@/components/ui/select";
import { isFiltered, type ListFilter, listSearch } from "@/lib/deployment/list-search";

type Choice = { id: string; name: string };
type Props = {
  filter: ListFilter;
  projects: (Choice & { environments: Choice[] })[];
};

const statuses = ["in_flight", "planned", "closed", "cancelled"] as const;

/** The filter of the list: a form whose address is the filter. A choice counts at once, a text with Enter. */
export function DeploymentFilters({ filter, projects }: Props) {
  const t = useTranslations("deployments");
  const shown = projects.filter(({ id }) => !filter.projectId || id === filter.projectId);
  return (
    <Form
      // The form shows what the address says, also after going back.
      key={listSearch(filter)}
      action="/"
      role="search"
      aria-label={t("filter.label")}
      className="mb-4 grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:flex sm:flex-wrap"
      onChange={(event) => {
        const { target, currentTarget } = event;
        if (!(target instanceof HTMLSelectElement)) return;
        // An environment belongs to one project: with another one it would find nothing.
        const environment = currentTarget.elements.namedItem("environment");
        const isProject = target.name === "project";
        if (isProject && environment instanceof HTMLSelectElement) environment.value = "";
        currentTarget.requestSubmit();
      }}
    >
      <Field label={t("filter.text")} className="col-span-2 sm:w-64">
        {(control) => (
          <span className="flex gap-1">
            <Input
              {...control}
              type="search"
              name="text"
              defaultValue={filter.text}
              maxLength={200}
              className="min-w-0 flex-1"
            />
            <Button type="submit" size="icon" aria-label={t("filter.find")}>
              <Search aria-hidden className="size-4" />
            </Button>
          </span>
        )}
      </Field>
      <Choose
        name="mine"
        label={t("filter.who")}
        all={t("filter.everything")}
        value={filter.mine ? "1" : ""}
        options={[{ id: "1", name: t("group.mine") }]}
      />
      <Choose
        name="status"
        label={t("filter.status")}
        all={t("filter.current")}
        value={filter.status ?? ""}
        options={statuses.map((id) => ({ id, name: t(`group.${id}`) }))}
      />
      <Choose
        name="project"
        label={t("project")}
        all={t("filter.allProjects")}
        value={filter.projectId ?? ""}
        options={projects}
      />
      <Choose
        name="environment"
        label={t("environment")}
        all={t("filter.allEnvironments")}
        value={filter.environmentId ?? ""}
        options={shown.flatMap(({ name, environments }) =>
          environments.map((one) => ({
            id: one.id,
            name: shown.length > 1 ? `${name} · ${one.name}` : one.name,
          })),
        )}
      />
      {isFiltered(filter) ? (
        <LinkButton href="/" variant="quiet">
          {t("filter.clear")}
        </LinkButton>
      ) : null}
    </Form>
  );
}

type ChooseProps = { name: string; label: string; all: string; value: string; options: Choice[] };

function Choose({ name, label, all, value, options }: ChooseProps) {
  return (
    <Field label={label} className="min-w-0 sm:max-w-56">
      {(control) => (
        <Select {...control} name={name} defaultValue={value}>
          <option value="">{all}</option>
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
