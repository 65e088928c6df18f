"use client";

import { useEffect, useRef, useState } from "react";
import { type Draft, type KeptDraft, parseDraft } from "@/components/templates/draft";

const pauseMs = 400;

export type DraftState = {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** When the draft was kept that was found here; null: it began afresh. */
  restoredAt: string | null;
  /** False: this browser does not keep drafts (storage is full or switched off). */
  kept: boolean;
  /** Back to how it began. */
  discard: () => void;
  /** It has been published: nothing is left to keep. */
  forget: () => void;
};

/** Keeps what is written in this browser until it is published, across reloads and crashes. */
export function useDraft(key: string, initial: Draft): DraftState {
  const [draft, setDraft] = useState(initial);
  const [restoredAt, setRestoredAt] = useState<string | null>(null);
  const [kept, setKept] = useState(true);
  const pending = useRef<Draft | null>(null);

  // After hydration: the server does not know what this browser keeps.
  useEffect(() => {
    const found = read(key);
    if (!found) return;
    setDraft(found.draft);
    setRestoredAt(found.at);
  }, [key]);

  useEffect(() => {
    const flush = () => {
      const unsaved = pending.current;
      pending.current = null;
      if (unsaved) setKept(write(key, unsaved));
    };
    const timer = setInterval(flush, pauseMs);
    window.addEventListener("pagehide", flush);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [key]);

  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    pending.current = next;
    setDraft(next);
  };
  const forget = () => {
    pending.current = null;
    setRestoredAt(null);
    remove(key);
  };
  const discard = () => {
    forget();
    setDraft(initial);
  };
  return { draft, change, restoredAt, kept, discard, forget };
}

// Storage can be switched off altogether: then every access throws, and the screen says so.
function read(key: string): KeptDraft | null {
  try {
    return parseDraft(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key: string, draft: Draft): boolean {
  try {
    const value: KeptDraft = { draft, at: new Date().toISOString() };
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept, so nothing is left behind.
  }
}
