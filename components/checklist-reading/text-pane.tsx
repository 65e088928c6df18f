"use client";

import { type Ref, type SyntheticEvent, useImperativeHandle, useRef, useState } from "react";
import { Gutter } from "@/components/checklist-reading/gutter";

export type TextPaneHandle = {
  /** Puts the caret on a line (1-based), selects it and brings it into view. */
  goTo(line: number): void;
};

type TextPaneProps = {
  id: string;
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** Lines with a mark in the gutter. */
  marked: ReadonlySet<number>;
  describedBy?: string;
  readOnly?: boolean;
  ref?: Ref<TextPaneHandle>;
};

const lineCount = (text: string): number => {
  let count = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
};

function lineRange(text: string, line: number): [number, number] {
  let start = 0;
  for (let n = 1; n < line; n++) {
    const next = text.indexOf("\n", start);
    if (next === -1) break;
    start = next + 1;
  }
  const end = text.indexOf("\n", start);
  return [start, end === -1 ? text.length : end];
}

/** The browser's own text area, with line numbers that follow it. Lines never wrap, so that they fit. */
export function TextPane({
  ref,
  marked,
  value,
  onChange,
  label,
  describedBy,
  ...rest
}: TextPaneProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [view, setView] = useState({ top: 0, height: 800, lineHeight: 20 });

  const measure = (event: SyntheticEvent<HTMLTextAreaElement>) => {
    const { scrollTop: top, clientHeight: height } = event.currentTarget;
    const lineHeight = Number.parseFloat(getComputedStyle(event.currentTarget).lineHeight);
    setView({ top, height, lineHeight });
  };

  useImperativeHandle(ref, () => ({
    goTo(line) {
      const element = area.current;
      if (!element) return;
      const [start, end] = lineRange(element.value, line);
      element.focus();
      element.setSelectionRange(start, end);
      const height = Number.parseFloat(getComputedStyle(element).lineHeight);
      element.scrollTop = Math.max(0, (line - 1) * height - element.clientHeight / 3);
      element.scrollLeft = 0;
    },
  }));

  return (
    <div className="flex h-[min(72vh,60rem)] min-h-72 overflow-hidden rounded-md border border-border bg-sheet focus-within:outline-2 focus-within:outline-focus focus-within:outline-solid">
      <Gutter lines={lineCount(value)} marked={marked} {...view} />
      <textarea
        {...rest}
        ref={area}
        aria-label={label}
        aria-describedby={describedBy}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onScroll={measure}
        onFocus={measure}
        className="min-w-0 flex-1 resize-none overflow-auto bg-transparent px-3 py-2 font-mono text-sm leading-5 outline-none"
      />
    </div>
  );
}
