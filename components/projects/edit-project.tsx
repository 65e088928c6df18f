"use client";

import { Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { splitError, useAct } from "@/components/auth/use-act";
import { ProjectForm } from "@/components/projects/project-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { editProjectAction } from "@/lib/project/actions";
import type { ProjectView } from "@/lib/project/schema";

type EditProjectProps = {
  project: ProjectView;
  templates: readonly { id: string; name: string }[];
};

export function EditProject(props: EditProjectProps) {
  const t = useTranslations("projects");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil aria-hidden className="size-4" />
        {t("project.edit")}
      </Button>
      {open ? <EditDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function EditDialog({ project, templates, onClose }: EditProjectProps & { onClose: () => void }) {
  const t = useTranslations("projects");
  const tc = useTranslations("common");
  const errorText = useErrorText();
  const router = useRouter();
  const form = useId();
  const act = useAct(editProjectAction);
  const { name, slug, defaultTemplateId } = project;
  const [values, setValues] = useState({ name, slug, defaultTemplateId });
  const errors = splitError(act.error, ["name", "slug"], {
    invalid: (field) => t(`invalid.${field}`),
    text: errorText,
  });
  const submit = () =>
    act.run({ projectId: project.id, ...values }, (result) => {
      onClose();
      if (result.slug !== slug) router.replace(`/projects/${result.slug}`);
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("project.editTitle")}
      size="sm"
      footer={
        <Button type="submit" form={form} variant="primary" pending={act.pending}>
          {tc("save")}
        </Button>
      }
    >
      <ProjectForm
        id={form}
        values={values}
        onChange={setValues}
        onSubmit={submit}
        errors={errors}
        templates={templates}
      />
    </Dialog>
  );
}
