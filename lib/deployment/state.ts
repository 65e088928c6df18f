import type { Contact, Outcome, Policy } from "@/lib/checklist/schema";
import type { Reason } from "@/lib/core/errors";
import type { Differs } from "@/lib/deployment/differs";
import type { ProbeFigure, Verdict } from "@/lib/probe/schema";
import type { PinnedLeast } from "@/lib/project/least";

/**
 * A deployment as its log tells it: `fold` makes it from events, rows are its projection,
 * the browser keeps the same object and applies the same events. JSON only; times are ISO strings.
 */

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

export type SignOffKind = "team" | "deployed_by" | "approved_by";

export type SignOffState = {
  key: string;
  kind: SignOffKind;
  /** As written in the document. */
  label: string;
  teamName: string | null;
  /** The installation's team that answers it; null: none was found, nobody may sign. */
  teamId: string | null;
  sectionKey: string | null;
  position: number;
};

/** The delegation under which somebody answered; `until` is ISO 8601. */
export type OnBehalfOf = { personId: string; delegation: string; until: string };

export type Signature = {
  id: string;
  signOffKey: string;
  personId: string;
  teamId: string | null;
  answer: "signed" | "refused";
  /** Of a refusal. */
  reason: string | null;
  /** The exact words that were signed, in the language they were read in. */
  statement: string;
  locale: string;
  stateHash: string;
  /** Number of the last event that the signer saw. */
  seen: number;
  /** Number of its event: what is newer is said by the log, not by clocks. */
  number: number;
  manifest: Record<string, unknown>;
  at: string;
  suspendedAt: string | null;
  withdrawnAt: string | null;
  withdrawn: string | null;
  /** When it is over, where the policy says how long signatures hold. */
  expiresAt: string | null;
  expiredAt: string | null;
  /** The member who was away, where a delegate gave it in their name. */
  onBehalfOf: OnBehalfOf | null;
};

/** Somebody was asked to sign (decision 0088). */
export type SignRequest = {
  id: string;
  signOffKey: string;
  /** Who was asked; null: the team. */
  personId: string | null;
  teamId: string | null;
  /** The newest words; may be empty. */
  message: string;
  /** Minutes between the worker's reminders; null: it sends none. */
  remindEvery: number | null;
  byId: string;
  at: string;
  /** Number of its event. */
  number: number;
  remindedAt: string | null;
  /** All of them, and those of the worker among them. */
  reminders: number;
  automatic: number;
  /** Who of those asked has opened the page since. */
  seen: { personId: string; at: string }[];
  withdrawnAt: string | null;
};

export type RunSummary = {
  runId: string;
  verdict: Verdict;
  reason: Reason;
  figures: ProbeFigure[];
  startedAt: string;
  finishedAt: string;
  /**
   * False: recorded, and takes nobody's place. It started before its stage was open, or measured nothing after one
   * that counts: cancelled, its worker lost, or inconclusive after a pass, which only ages.
   */
  counts: boolean;
  specHash: string | null;
  /** What the spec's variables stood for when it was measured. Absent: nothing was measured, or an older log. */
  filled?: Record<string, string>;
};

/** A finished run in the small history of a probe. */
export type PastRun = Pick<RunSummary, "runId" | "verdict" | "finishedAt" | "counts">;

export type ProbeState = {
  id: string;
  itemKey: string;
  /** As written, variables unfilled. */
  spec: Record<string, unknown>;
  source: "document" | "person";
  byId: string | null;
  at: string;
  removedAt: string | null;
  /** What the probe says now: the last run that counts, or the last of all while none does. */
  latest: RunSummary | null;
  /** The last runs, newest first, those included that count for nothing. At most 10. */
  recent: PastRun[];
  /** Queued, being measured, or between two measurements. */
  running: { runId: string; at: string; byId: string | null } | null;
};

export type NoteState = {
  id: string;
  itemKey: string | null;
  text: string;
  byId: string;
  at: string;
};

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

export const isSettled = (state: ItemStateName): boolean =>
  state === "done" || state === "not_applicable" || state === "waived";
