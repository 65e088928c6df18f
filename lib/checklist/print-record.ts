import type { Contact, Outcome, Reference } from "@/lib/checklist/schema";

export type Signed = { by: string /** ISO time. */; at: string };

export type PrintState = "todo" | "done" | "not_applicable" | "waived" | "blocked" | "failed";

export type PrintedItem = {
  state: PrintState;
  reason: string | null;
  by: string | null;
  /** ISO time. */
  at: string | null;
  /** A corrected label or command; absent: as in the text. */
  label?: string;
  command?: string;
  /** Settled before its stage was open. */
  early?: boolean;
};

export type PrintedAddition = Omit<PrintedItem, "label"> & {
  key: string;
  sectionKey: string;
  label: string;
  required: boolean;
};

/** What a deployment knows beyond its text, as plain data. Keys are those of the checklist. */
export type PrintRecord = {
  fields: Record<string, string>;
  items: Record<string, PrintedItem>;
  added: PrintedAddition[];
  signOffs: Record<string, Signed | null>;
  final: {
    outcome: Outcome;
    notes: string | null;
    deployedBy: Signed | null;
    approvedBy: Signed | null;
  } | null;
  contacts: Omit<Contact, "line">[];
  references: Omit<Reference, "line">[];
};
