"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useControl } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { Time } from "@/components/ui/time";
import { addNoteAction } from "@/lib/deployment/actions";
import type { NoteState } from "@/lib/deployment/item-state";
import { useErrorText } from "@/lib/i18n/use-error-text";

type ItemNotesProps = {
  itemKey: string;
  notes: readonly NoteState[];
  /** Of their writers, in the same order. */
  names: readonly string[];
  mayAdd: boolean;
  onClose: () => void;
};

/** Notes on one item, oldest first, and the field for another. */
export default function ItemNotes({ itemKey, notes, names, mayAdd, onClose }: ItemNotesProps) {
  const t = useTranslations("item");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { id } = useControl();
  const { run, pending, error } = useCommand(addNoteAction);
  const [text, setText] = useState("");
  const save = async () => {
    const answer = await run({ deploymentId: id, itemKey, text });
    if (answer.ok) setText("");
  };
  return (
    <div className="grid max-w-prose gap-2 border-line border-l-2 pl-3">
      {notes.length === 0 ? <p className="text-muted text-sm">{t("noNotes")}</p> : null}
      <ol className="grid gap-1.5">
        {notes.map((note, at) => (
          <li key={note.id}>
            <p className="text-muted text-sm">
              <span className="font-medium text-ink">{names[at]}</span>{" "}
              <Time iso={note.at} show="stamp" />
            </p>
            <p className="whitespace-pre-wrap">{note.text}</p>
          </li>
        ))}
      </ol>
      {mayAdd ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "" && !pending) void save();
          }}
        >
          <Field
            label={t("addNote")}
            hint={tCommon("permanent")}
            error={error ? errorText(error) : null}
          >
            {(control) => (
              <Textarea
                {...control}
                autoFocus
                rows={2}
                maxLength={4000}
                value={text}
                onChange={(event) => setText(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key === "Escape" && text.trim() === "") onClose();
                  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                    event.currentTarget.form?.requestSubmit();
                  }
                }}
              />
            )}
          </Field>
          <Button
            type="submit"
            size="sm"
            variant="primary"
            pending={pending}
            disabled={text.trim() === ""}
            className="mt-1.5"
          >
            {t("saveNote")}
          </Button>
        </form>
      ) : null}
    </div>
  );
}
