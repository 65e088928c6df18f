"use client";

import { Archive, ArchiveRestore, TextCursorInput } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAct } from "@/components/auth/use-act";
import { RenameDialog } from "@/components/templates/rename-dialog";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast-store";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { archiveTemplateAction, restoreTemplateAction } from "@/lib/template/actions";

type TemplateActionsProps = { id: string; name: string; archived: boolean };

export function TemplateActions({ id, name, archived }: TemplateActionsProps) {
  const t = useTranslations("templates");
  const errorText = useErrorText();
  const [open, setOpen] = useState<"rename" | "archive" | null>(null);
  const archive = useAct(archiveTemplateAction);
  const restore = useAct(restoreTemplateAction);
  const close = () => setOpen(null);
  return (
    <>
      <Button onClick={() => setOpen("rename")}>
        <TextCursorInput aria-hidden className="size-4" />
        {t("rename.button")}
      </Button>
      {archived ? (
        <Button
          pending={restore.pending}
          onClick={() => restore.run({ templateId: id }, () => toast({ text: t("restored") }))}
        >
          <ArchiveRestore aria-hidden className="size-4" />
          {t("restore")}
        </Button>
      ) : (
        <Button onClick={() => setOpen("archive")}>
          <Archive aria-hidden className="size-4" />
          {t("archive.button")}
        </Button>
      )}
      {restore.error ? (
        <p role="alert" className="basis-full text-failed text-sm">
          {errorText(restore.error)}
        </p>
      ) : null}
      {open === "rename" ? <RenameDialog id={id} name={name} onClose={close} /> : null}
      <ConfirmDialog
        open={open === "archive"}
        onClose={close}
        onConfirm={() => archive.run({ templateId: id }, close)}
        pending={archive.pending}
        variant="primary"
        title={t("archive.title", { name })}
        description={t("archive.body")}
        confirmLabel={t("archive.button")}
      >
        {archive.error ? (
          <p role="alert" className="text-failed">
            {errorText(archive.error)}
          </p>
        ) : null}
      </ConfirmDialog>
    </>
  );
}
