"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { askReader } from "@/components/checklist-reading/reader";
import { type Reason, reason } from "@/lib/core/errors";
import type { Reading } from "@/lib/template/reading";

/** `reading` is the last good one: it stays on screen while a newer text is read. */
export type ReadingState = { reading: Reading | null; error: Reason | null; busy: boolean };

const pauseMs = 200;

/** How a text is read, shortly after it was typed; one question at a time, the newest text next. */
export function useReading(text: string): ReadingState {
  const [last, setLast] = useState<{ text: string; reading: Reading | null; error: Reason | null }>(
    {
      text: "",
      reading: null,
      error: null,
    },
  );
  const wanted = useRef(text);
  const asking = useRef(false);
  const gone = useRef(false);

  const ask = useCallback(async (): Promise<void> => {
    const asked = wanted.current;
    if (gone.current || asking.current || asked.trim() === "") return;
    asking.current = true;
    const answer = await askReader({ kind: "read", text: asked }).catch((error: unknown) => {
      console.error("reading the checklist failed:", error);
      return { kind: "refused" as const, reason: reason("reading_failed") };
    });
    asking.current = false;
    if (answer.kind === "read") setLast({ text: asked, reading: answer.reading, error: null });
    else if (answer.kind === "refused")
      setLast((before) => ({ text: asked, reading: before.reading, error: answer.reason }));
    // What was typed meanwhile found the reader busy.
    if (wanted.current !== asked) await ask();
  }, []);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  useEffect(() => {
    wanted.current = text;
    const timer = setTimeout(ask, pauseMs);
    return () => clearTimeout(timer);
  }, [text, ask]);

  const empty = text.trim() === "";
  const busy = !empty && last.text !== text;
  const { reading, error } = last;
  return useMemo(
    () => (empty ? { reading: null, error: null, busy: false } : { reading, error, busy }),
    [empty, reading, error, busy],
  );
}
