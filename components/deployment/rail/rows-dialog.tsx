"use client";

import { Plus, Trash2 } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Answer } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { WordedError } from "@/lib/i18n/error-text";
import { useErrorText } from "@/lib/i18n/use-error-text";

type Column<Key extends string> = {
  key: Key;
  label: string;
  required: boolean;
  /** What is wrong with a value; null: nothing. */
  wrong?: (value: string) => string | null;
};

type RowsDialogProps<Key extends string> = {
  title: string;
  addLabel: string;
  columns: readonly Column<Key>[];
  rows: readonly Record<Key, string>[];
  pending: boolean;
  error: WordedError | null;
  save: (rows: Record<Key, string>[]) => Promise<Answer<unknown>>;
  onClose: () => void;
};

/** A small table that is edited as a whole: rows of one-line texts, added and removed. */
export function RowsDialog<Key extends string>({
  title,
  addLabel,
  columns,
  rows,
  pending,
  error,
  save,
  onClose,
}: RowsDialogProps<Key>) {
  const t = useTranslations("common");
  const errorText = useErrorText();
  const formId = useId();
  const count = useRef(rows.length);
  const [edited, setEdited] = useState(() => rows.map((row, id) => ({ id, row: { ...row } })));
  const complete = edited.every(({ row }) =>
    columns.every(
      ({ key, required, wrong }) => (!required || row[key].trim() !== "") && !wrong?.(row[key]),
    ),
  );
  const set = (id: number, key: Key, value: string) =>
    setEdited((all) =>
      all.map((one) => (one.id === id ? { id, row: { ...one.row, [key]: value } } : one)),
    );
  const add = () => {
    count.current += 1;
    const blank = Object.fromEntries(columns.map(({ key }) => [key, ""])) as Record<Key, string>;
    setEdited((all) => [...all, { id: count.current, row: blank }]);
  };
  const submit = async () => {
    if (!complete || pending) return;
    if ((await save(edited.map(({ row }) => row))).ok) onClose();
  };
  return (
    <Dialog
      open
      held
      size="lg"
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" pending={pending} disabled={!complete} onClick={submit}>
            {t("save")}
          </Button>
        </>
      }
    >
      <ul className="grid gap-3">
        {edited.map(({ id, row }, index) => (
          <li key={id} className="flex flex-wrap items-start gap-2">
            {columns.map(({ key, label, required, wrong }) => (
              <div key={key} className="min-w-32 flex-1 text-muted text-sm">
                <span aria-hidden>{label}</span>
                <Input
                  value={row[key]}
                  maxLength={key === "url" ? 2000 : 300}
                  aria-required={required || undefined}
                  aria-label={`${label} ${index + 1}`}
                  aria-invalid={wrong?.(row[key]) ? true : undefined}
                  aria-describedby={`${formId}-${id}-${key}`}
                  onChange={(event) => set(id, key, event.target.value)}
                />
                <span id={`${formId}-${id}-${key}`} aria-live="polite" className="text-failed">
                  {wrong?.(row[key])}
                </span>
              </div>
            ))}
            <Button
              variant="quiet"
              size="icon"
              className="mt-5"
              aria-label={`${t("remove")} ${index + 1}`}
              onClick={() => setEdited((all) => all.filter((one) => one.id !== id))}
            >
              <Trash2 aria-hidden className="size-4" />
            </Button>
          </li>
        ))}
      </ul>
      <Button size="sm" className="mt-3" onClick={add}>
        <Plus aria-hidden className="size-4" />
        {addLabel}
      </Button>
      {error ? (
        <Callout tone="failed" role="alert" className="mt-3">
          {errorText(error)}
        </Callout>
      ) : null}
    </Dialog>
  );
}
