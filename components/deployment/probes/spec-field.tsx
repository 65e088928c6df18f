"use client";

import clsx from "clsx";
import { type ReactNode, useRef } from "react";
import { useTranslations } from "use-intl";
import { useSpecNotes } from "@/components/deployment/probes/use-spec-notes";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { SpecNotes } from "@/lib/probe/spec-notes";
import { longestSpecText } from "@/lib/probe/spec-text";

type SpecFieldProps = {
  value: string;
  onChange: (text: string) => void;
  placeholder: string;
  /** What the server said to the last attempt to bind it. */
  error: ReactNode;
};

/** The text of a spec, read while it is typed: lines with a mistake are marked, each mistake leads to its place. */
export function SpecField({ value, onChange, placeholder, error }: SpecFieldProps) {
  const t = useTranslations("probe.bind");
  const area = useRef<HTMLTextAreaElement>(null);
  const marks = useRef<HTMLPreElement>(null);
  const { notes, failed } = useSpecNotes(value);
  const issues = notes?.issues ?? [];
  const wrong = new Set(issues.map(({ line }) => line));
  const goTo = (line: number, column: number) => {
    const before = value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, text) => sum + text.length + 1, 0);
    const end = value.indexOf("\n", start);
    area.current?.focus();
    area.current?.setSelectionRange(start + column - 1, end < 0 ? value.length : end);
  };
  return (
    <div>
      <Field label={t("spec")} hint={t("hint")} error={error}>
        {(control) => (
          <div className="relative">
            <pre
              ref={marks}
              aria-hidden
              className="absolute inset-0 overflow-hidden whitespace-pre-wrap rounded-md border border-transparent bg-sheet px-2.5 py-1.5 text-base text-transparent [overflow-wrap:break-word]"
            >
              {value.split("\n").map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
                <span key={at} className={clsx("block", wrong.has(at + 1) && "bg-failed-soft")}>
                  {line === "" ? " " : line}
                </span>
              ))}
            </pre>
            <Textarea
              {...control}
              ref={area}
              rows={9}
              maxLength={longestSpecText}
              spellCheck={false}
              aria-invalid={wrong.size > 0 || control["aria-invalid"]}
              className="!bg-transparent relative block font-mono [font-variant-ligatures:none]"
              placeholder={placeholder}
              value={value}
              onScroll={({ currentTarget }) => {
                if (marks.current) marks.current.scrollTop = currentTarget.scrollTop;
              }}
              onChange={(event) => onChange(event.target.value)}
            />
          </div>
        )}
      </Field>
      <div aria-live="polite" className="mt-1 min-h-5 text-sm">
        {failed ? <p className="text-muted">{t("unread")}</p> : null}
        {!failed && notes ? <Notes notes={notes} onGoTo={goTo} /> : null}
      </div>
    </div>
  );
}

type NotesProps = { notes: SpecNotes; onGoTo: (line: number, column: number) => void };

function Notes({ notes: { kind, issues }, onGoTo }: NotesProps) {
  const t = useTranslations("probe.bind");
  if (issues.length === 0) return <p className="text-muted">{t("valid", { kind: kind ?? "" })}</p>;
  return (
    <>
      <p className="font-medium text-failed">{t("issues", { n: issues.length })}</p>
      <ul>
        {issues.map(({ path, message, line, column }) => (
          <li key={`${path}/${message}`}>
            <button
              type="button"
              onClick={() => onGoTo(line, column)}
              className="min-h-6 rounded-sm text-left underline decoration-border underline-offset-3 [overflow-wrap:anywhere] hover:decoration-current"
            >
              {t("issue", { line, where: path && !/\d$/.test(path) ? `${path} ` : "", message })}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
