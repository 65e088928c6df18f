"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { splitError, useAct } from "@/components/auth/use-act";
import { ProjectForm, type ProjectValues } from "@/components/projects/project-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { createProjectAction } from "@/lib/project/actions";

const empty: ProjectValues = { name: "", slug: "", defaultTemplateId: null };

export function AddProject() {
  const t = useTranslations("projects");
  const errorText = useErrorText();
  const router = useRouter();
  const form = useId();
  const act = useAct(createProjectAction);
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState(empty);
  const errors = splitError(act.error, ["name", "slug"], {
    invalid: (field) => t(`invalid.${field}`),
    text: errorText,
  });
  const submit = () =>
    act.run({ name: values.name, slug: values.slug }, ({ slug }) => {
      setOpen(false);
      router.push(`/projects/${slug}`);
    });
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        {t("add.button")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        held={values.name !== ""}
        title={t("add.title")}
        size="sm"
        footer={
          <Button type="submit" form={form} variant="primary" pending={act.pending}>
            {t("add.submit")}
          </Button>
        }
      >
        <ProjectForm
          id={form}
          values={values}
          onChange={setValues}
          onSubmit={submit}
          errors={errors}
          templates={null}
        />
      </Dialog>
    </>
  );
}
