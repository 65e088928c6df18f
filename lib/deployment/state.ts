import type { Contact, Outcome, Policy } from "@/lib/checklist/schema";
import type { Reason } from "@/lib/core/errors";
import type { Differs } from "@/lib/deployment/differs";
import type { ItemState, NoteState } from "@/lib/deployment/item-state";
import type { ProbeState } from "@/lib/deployment/probe-state";
import type { Signature, SignOffState, SignRequest } from "@/lib/deployment/sign-off-state";
import type { PinnedLeast } from "@/lib/project/least";

/**
 * A deployment as its log tells it: `fold` makes it from events, rows are its projection,
 * the browser keeps the same object and applies the same events. JSON only; times are ISO strings.
 */

export type DeploymentContact = Omit<Contact, "line">;
export type DeploymentReference = { label: string; url: string };

export type Issue = {
  what: string;
  byId: string;
  at: string;
  endedAt: string | null;
  endNote: string | null;
};

export type Opened = {
  at: string;
  /** Set when it was opened before its time: by whom, why, and what was stepped over. */
  early: { byId: string; reason: string; blockers: Reason[] } | null;
};

export type Header = {
  title: string;
  version: string;
  plannedAt: string | null;
  deployedById: string;
  environment: { id: string; name: string };
  /** IANA. */
  zone: string;
  variables: Record<string, string>;
  /** Digest of what is deployed, `sha256:<64 hex>`; null or absent: none was given. */
  artifact?: string | null;
  /** Signatures that its environment asks of every deployment, as it did when it was chosen. Null or absent: none. */
  least?: PinnedLeast[] | null;
};

export type DeploymentState = Header & {
  id: string;
  project: { id: string; name: string };
  template: {
    id: string;
    name: string;
    versionId: string;
    number: number;
    /** SHA-256 (hex) of the text with `contactLines` in their places. */
    textHash: string;
    /** SHA-256 (hex) of the canonical reading, with its contacts as the first event holds them. Absent: an older log. */
    documentHash?: string;
    /** Lines (1-based) that name contacts, as commitments. Absent: none, or an older log, whose hashes are over all of it. */
    contactLines?: { line: number; text: string }[];
  };
  /** Which form of the covered state its signatures are over, for good. Absent: 1. */
  coveredVersion?: 2;
  /** Who must sign and how, as the template asked when it was made. Null or absent: nothing beyond the rules. */
  policy?: Policy | null;
  /** How its checklist differed from the project's default when it was made. Null or absent: not at all. */
  differs?: Differs | null;
  /** Everybody ever named as deployer. */
  deployerIds: string[];
  createdById: string;
  createdAt: string;
  startedAt: string | null;
  wentLiveAt: string | null;
  closedAt: string | null;
  outcome: Outcome | null;
  /** What the deployer signed for at the end. */
  closing: { outcome: Outcome; notes: string } | null;
  cancelled: { reason: string; byId: string; at: string } | null;
  /** By unit key: see units.ts. */
  opened: Record<string, Opened>;
  issues: Issue[];
  items: Record<string, ItemState>;
  signOffs: Record<string, SignOffState>;
  signatures: Record<string, Signature>;
  /** By id; those that were answered stay. Absent: nobody was asked. */
  requests?: Readonly<Record<string, SignRequest>>;
  probes: Record<string, ProbeState>;
  notes: Record<string, NoteState>;
  contacts: DeploymentContact[];
  references: DeploymentReference[];
  /** Number of the last event that is in it. */
  last: number;
};

export type DeploymentStatus = "planned" | "in_flight" | "closed" | "cancelled";

export function statusOf(
  state: Pick<DeploymentState, "cancelled" | "closedAt" | "startedAt">,
): DeploymentStatus {
  if (state.cancelled) return "cancelled";
  if (state.closedAt) return "closed";
  return state.startedAt ? "in_flight" : "planned";
}
