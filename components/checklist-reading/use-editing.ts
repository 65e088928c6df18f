"use client";

import { useState } from "react";
import { ChecklistError } from "@/lib/checklist/errors";
import { type Decoded, decode, repairText } from "@/lib/checklist/repair";
import type { Repair } from "@/lib/checklist/schema";
import type { Reason } from "@/lib/core/errors";

/** What just happened to the text, other than typing. */
export type Notice =
  | { kind: "loaded"; name: string; repaired: Repair | null }
  | { kind: "pasted"; repaired: Repair }
  | { kind: "variable"; variable: string; n: number }
  | { kind: "probes"; n: number; missed: number }
  | { kind: "command" }
  | { kind: "missed" }
  | { kind: "error"; reason: Reason };

type Step = { before: string; after: string };

/** Changes that the page makes to the text: each says what it did, and can be undone until one types on. */
export function useEditing(value: string, onChange: (text: string) => void) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const [steps, setSteps] = useState<Step[]>([]);
  const top = steps.at(-1);
  const mayUndo = top !== undefined && top.after === value;

  const change = (after: string, told: Notice) => {
    const kept = mayUndo ? steps : [];
    if (value !== "" && after !== value) setSteps([...kept.slice(-20), { before: value, after }]);
    setNotice(told);
    if (after !== value) onChange(after);
  };
  const undo = () => {
    if (!top || !mayUndo) return;
    setSteps(steps.slice(0, -1));
    setNotice(null);
    onChange(top.before);
  };

  /** Runs what reads bytes or pasted text; what cannot be used is told and loses nothing. */
  const attempt = (read: () => Decoded): Decoded | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ChecklistError)) throw error;
      setNotice({ kind: "error", reason: { code: error.code, params: error.params } });
      return null;
    }
  };
  const load = async (file: File) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const read = attempt(() => decode(bytes));
    if (!read) return;
    const text = read.text.replace(/\r\n?/g, "\n");
    change(text, { kind: "loaded", name: file.name, repaired: read.repaired });
  };
  /** True when the paste is taken over: it was garbled, or cannot be used. */
  const paste = (pasted: string, from: number, to: number): boolean => {
    if (pasted.trim() === "") return false;
    const read = attempt(() => repairText(pasted));
    if (!read) return true;
    if (!read.repaired) return false;
    const text = read.text.replace(/\r\n?/g, "\n");
    change(value.slice(0, from) + text + value.slice(to), {
      kind: "pasted",
      repaired: read.repaired,
    });
    return true;
  };
  return { notice, setNotice, change, mayUndo, undo, load, paste };
}
