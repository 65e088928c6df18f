"use client";

import { useTranslations } from "use-intl";
import type { FieldControl } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

type ProjectSelectProps = {
  control: FieldControl;
  projects: readonly { id: string; name: string }[];
  /** "": all projects. */
  value: string;
  onChange: (projectId: string) => void;
};

/** One project, or all. */
export function ProjectSelect({ control, projects, value, onChange }: ProjectSelectProps) {
  const t = useTranslations("people");
  return (
    <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t("allProjects")}</option>
      {projects.map((project) => (
        <option key={project.id} value={project.id}>
          {project.name}
        </option>
      ))}
    </Select>
  );
}
