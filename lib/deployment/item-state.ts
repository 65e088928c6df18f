import type { Verdict } from "@/lib/probe/schema";

/** Items as the log tells them, and what was written under them. */

export const itemStates = [
  "todo",
  "done",
  "not_applicable",
  "waived",
  "blocked",
  "failed",
] as const;
export type ItemStateName = (typeof itemStates)[number];

/** What a person ticked against: shown for good, holds until a verdict changes. */
export type Override = { probes: { probeId: string; verdict: Verdict | null }[] };

export type AddedItem = {
  sectionKey: string;
  label: string;
  required: boolean;
  command: string | null;
};

export type ItemState = {
  key: string;
  position: number;
  state: ItemStateName;
  reason: string | null;
  /** Counts changes of state and reason. */
  version: number;
  byId: string | null;
  at: string | null;
  /** What brought the state about; null while nothing did. */
  cause: "person" | "probe" | null;
  /** Settled before its stage was open. */
  early: boolean;
  override: Override | null;
  /** Probe runs that ticked or failed it. */
  runIds: string[];
  /** Corrected during the run; null: as in the template. */
  label: string | null;
  command: string | null;
  added: AddedItem | null;
};

export type NoteState = {
  id: string;
  itemKey: string | null;
  text: string;
  byId: string;
  at: string;
};

export const isSettled = (state: ItemStateName): boolean =>
  state === "done" || state === "not_applicable" || state === "waived";
