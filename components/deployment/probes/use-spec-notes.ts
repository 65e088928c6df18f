"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { specNotesQuery } from "@/lib/probe/cache";
import type { SpecNotes } from "@/lib/probe/spec-notes";

const pauseMs = 250;

/** What is wrong with the text, shortly after it was typed; `null` until it is known. */
export function useSpecNotes(text: string): { notes: SpecNotes | null; failed: boolean } {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery(specNotesQuery(settled));
  if (text.trim() === "") return { notes: null, failed: false };
  return { notes: query.data ?? null, failed: query.isError };
}
