"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { EnvironmentCard } from "@/components/projects/environment-card";
import { EnvironmentDialog } from "@/components/projects/environment-dialog";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useZone } from "@/components/ui/use-zone";
import type { EnvironmentView, ProjectView } from "@/lib/project/schema";

type EnvironmentListProps = {
  project: ProjectView;
  mayEdit: boolean;
  teams: readonly { id: string; name: string }[];
};

export function EnvironmentList({ project, mayEdit, teams }: EnvironmentListProps) {
  const t = useTranslations("projects.project");
  const zone = useZone();
  const [editing, setEditing] = useState<EnvironmentView | "new" | null>(null);
  return (
    <section aria-labelledby="environments">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="environments" className="font-semibold text-xl tracking-tight">
          {t("environments")}
        </h2>
        {mayEdit ? (
          <Button onClick={() => setEditing("new")}>
            <Plus aria-hidden className="size-4" />
            {t("addEnvironment")}
          </Button>
        ) : null}
      </div>
      {project.environments.length === 0 ? (
        <EmptyState title={t("noEnvironments")}>{t("noEnvironmentsHint")}</EmptyState>
      ) : (
        <ul className="grid gap-3">
          {project.environments.map((environment) => (
            <li key={environment.id}>
              <EnvironmentCard
                environment={environment}
                teams={teams}
                onEdit={mayEdit ? () => setEditing(environment) : null}
              />
            </li>
          ))}
        </ul>
      )}
      {editing ? (
        <EnvironmentDialog
          projectId={project.id}
          environment={editing === "new" ? null : editing}
          zone={zone}
          teams={teams}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </section>
  );
}
