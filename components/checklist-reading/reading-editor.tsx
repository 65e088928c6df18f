"use client";

import clsx from "clsx";
import { FileUp } from "lucide-react";
import {
  type ClipboardEvent,
  type DragEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslations } from "use-intl";
import { NoticeBar } from "@/components/checklist-reading/notice-bar";
import { askReader } from "@/components/checklist-reading/reader";
import { ReadingPane } from "@/components/checklist-reading/reading-pane";
import { TextPane, type TextPaneHandle } from "@/components/checklist-reading/text-pane";
import { type Notice, useEditing } from "@/components/checklist-reading/use-editing";
import { useLatest } from "@/components/checklist-reading/use-latest";
import type { ReadingState } from "@/components/checklist-reading/use-reading";
import { Button } from "@/components/ui/button";
import { applyVariableOffer } from "@/lib/checklist/offers";
import type { ProbeOffer, VariableOffer } from "@/lib/checklist/schema";
import type { ReadingRequest } from "@/lib/template/reading";

type ReadingEditorProps = {
  value: string;
  onChange: (text: string) => void;
  /** `useReading(value)` of the caller, who also decides by it. */
  reading: ReadingState;
};

type Writing = Extract<ReadingRequest, { kind: "probes" } | { kind: "command" }>;

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");

/** A Markdown checklist beside how it is read: typed, pasted, dropped or chosen. */
export function ReadingEditor({ value, onChange, reading: state }: ReadingEditorProps) {
  const t = useTranslations("reading");
  const id = useId();
  const pane = useRef<TextPaneHandle>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [working, setWorking] = useState(false);
  const editing = useEditing(value, onChange);
  const { reading } = state;
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  const marked = useMemo(
    () => new Set(reading?.checklist.warnings.map((warning) => warning.line)),
    [reading],
  );

  const onPaste = (event: ClipboardEvent<HTMLDivElement>) => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    const { selectionStart, selectionEnd } = event.target;
    const [file] = event.clipboardData.files;
    const text = event.clipboardData.getData("text/plain");
    if (file && text === "") {
      event.preventDefault();
      void editing.load(file);
    } else if (editing.paste(text, selectionStart, selectionEnd)) event.preventDefault();
  };
  const onDrop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) void editing.load(file);
  };
  const accept = async (request: Writing, told: (done: number, missed: number) => Notice) => {
    setWorking(true);
    const answer = await askReader(request).catch((error: unknown) => {
      console.error("writing into the checklist failed:", error);
      return null;
    });
    setWorking(false);
    // What was typed meanwhile is not thrown away: the offer can be pressed again.
    if (latest.current !== request.text || !answer || answer.kind !== "accepted") {
      return editing.setNotice({ kind: "missed" });
    }
    const { text, done, missed } = answer.accepted;
    editing.change(text, done.length > 0 ? told(done.length, missed.length) : { kind: "missed" });
  };

  const onLine = useLatest((line: number) => pane.current?.goTo(line));
  const onVariable = useLatest((offer: VariableOffer) =>
    editing.change(applyVariableOffer(value, offer), {
      ...{ kind: "variable", variable: `{{${offer.variable}}}`, n: offer.lines.length },
    }),
  );
  const onProbes = useLatest((offers: ProbeOffer[]) => {
    void accept({ kind: "probes", text: value, offers }, (n, missed) => ({
      ...{ kind: "probes", n, missed },
    }));
  });
  const onCommand = useLatest((itemKey: string) => {
    void accept({ kind: "command", text: value, itemKey }, () => ({ kind: "command" }));
  });

  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files can be chosen by the button too */}
      <div
        className={clsx("grid min-w-0 gap-2 lg:sticky lg:top-15", over && "bg-hover")}
        onDragOver={(event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        onPaste={onPaste}
      >
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p id={`${id}-hint`} className="text-muted text-sm">
            {t("hint")}
          </p>
          <Button size="sm" onClick={() => picker.current?.click()}>
            <FileUp aria-hidden className="size-4" />
            {t("choose")}
          </Button>
          <input
            ref={picker}
            type="file"
            accept=".md,.markdown,.txt,text/markdown,text/plain"
            aria-label={t("choose")}
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = "";
              if (file) void editing.load(file);
            }}
          />
        </div>
        <NoticeBar
          notice={editing.notice}
          onUndo={editing.mayUndo ? editing.undo : null}
          onDismiss={() => editing.setNotice(null)}
        />
        <TextPane
          ref={pane}
          id={`${id}-text`}
          label={t("text")}
          describedBy={`${id}-hint`}
          value={value}
          onChange={onChange}
          marked={marked}
        />
      </div>
      <ReadingPane
        state={state}
        empty={value.trim() === ""}
        // Offers are for the very text that was read: not while a newer one is being read.
        ready={!state.busy && !working}
        onLine={onLine}
        onVariable={onVariable}
        onProbes={onProbes}
        onCommand={onCommand}
      />
    </div>
  );
}
