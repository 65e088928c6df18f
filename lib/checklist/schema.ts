/**
 * The shape of a checklist once it has been read.
 * Frozen with every published template version, so fields are added, never changed in meaning.
 */

export const stageKinds = [
  "prepare",
  "deploy",
  "verify",
  "rollback",
  "go-live",
  "follow-up",
  "other",
] as const;
export type StageKind = (typeof stageKinds)[number];

/** How the item stood in the document: a GFM task item, a checkbox heading, a table cell, or ☐ / ⬜. */
export type ItemSource = "task" | "heading" | "table" | "glyph";

/** What may be read from text that Markdown tools garbled on the way. */
export type Repair = "mac-roman" | "windows-1252";

export type Command = {
  /** Info string of the fence ("bash"), or null. */
  language: string | null;
  text: string;
  /** 1-based line of the opening fence. */
  line: number;
  /** False: found beside the item (before it, or unindented after it) and only offered. */
  attached: boolean;
};

/** A probe as the document binds it: the YAML as text and as data; `error` says why it is not a spec. */
export type ProbeBlock = {
  text: string;
  spec: Record<string, unknown> | null;
  error: string | null;
  line: number;
};

export type ChecklistItem = {
  /** Stable inside one document: `{#key}`, else section + label + occurrence. */
  key: string;
  /** Plain text, without `{#key}`, checkbox or export suffix. */
  label: string;
  /** 1-based line of the item's marker. */
  line: number;
  source: ItemSource;
  required: boolean;
  /** Stands in a numbered list. */
  ordered: boolean;
  /** `[x]` in the text: a claim, never a tick. */
  claimed: boolean;
  /** Further text under the item, as Markdown; null when there is none. */
  description: string | null;
  command: Command | null;
  /** Further code blocks under the same item, in order. */
  moreCommands: Command[];
  probe: ProbeBlock | null;
  /** Text of the plain bullets that it stands under ("Backend", "Backend › API"); null when there are none. */
  group: string | null;
  children: ChecklistItem[];
};

export type ChecklistSection = {
  key: string;
  title: string;
  /** Heading level 1 to 6; 0 for an implicit section without a heading. */
  depth: number;
  line: number;
  /** Text between the heading and its first item, as Markdown; null when there is none. */
  description: string | null;
  /** Text after its first item that belongs to no item, as Markdown; null when there is none. */
  notes: string | null;
  items: ChecklistItem[];
  /** Keys of the team sign-offs that stand in this section: one group of peers, after its items. */
  signOffs: string[];
};

export type ChecklistStage = {
  key: string;
  kind: StageKind;
  title: string;
  line: number;
  /** Text between its heading and the first heading beneath, when it has no items of its own. */
  description: string | null;
  sections: ChecklistSection[];
};

export type TeamSignOff = {
  key: string;
  /** "QA", "Product owner": as written, less "team" and "approval". */
  team: string;
  /** The line as written: "QA team approval". */
  label: string;
  line: number;
  /** Title of its section. */
  section: string;
  sectionKey: string;
};

export type Outcome = "success" | "partial" | "failed";

export type FinalSignOff = {
  line: number;
  title: string;
  choices: { outcome: Outcome; label: string; line: number }[];
  notesLine: number | null;
  deployedByLine: number | null;
  approvedByLine: number | null;
};

export type Contact = {
  role: string;
  /** Empty string: left blank in the document. */
  name: string;
  contact: string;
  escalation: string;
  line: number;
};

export type Reference = { label: string; url: string; line: number };

export type HeaderField = {
  /** Well-known ones get a fixed key ("project", "version", "environment", "date", "deployedBy"); others their slug. */
  key: string;
  label: string;
  /** Empty string: `____`, not filled. */
  value: string;
  line: number;
};

export type Warning = {
  /** 1-based. */
  line: number;
  /** Stable code; `message` is its English wording for the command line. */
  code: string;
  message: string;
};

/** Text that is neither an item nor about one, kept in its place: `title` is that of its heading. */
export type TextBlock = { line: number; title: string; text: string };

export type ChecklistCounts = {
  stages: number;
  sections: number;
  items: number;
  taskItems: number;
  taskChoices: number;
  required: number;
  claimed: number;
  commands: number;
  probes: number;
  teamSignOffs: number;
  contacts: number;
  references: number;
  /** 1 or 0. */
  finalSignOff: number;
};

/** A literal that could be a variable: offered at import, accepted by a person. */
export type VariableOffer = {
  literal: string;
  variable: string;
  lines: number[];
};

/** A probe that would fit a recognised item: offered, accepted by a person. `spec` is a probe spec as YAML. */
export type ProbeOffer = { itemKey: string; line: number; spec: string };

/** What the front matter asks of one team sign-off. */
export type SignOffPolicy = {
  /** How many of the team sign: each has a sign-off of their own, a seat. */
  need: number;
  /** Keys of the sections that it is about; null: everything above. */
  covers: string[] | null;
  /** Members of the team who are release managers, and not approvers, may sign too. */
  releaseManager: boolean;
  /** Milliseconds that its signatures hold. Absent: as long as the policy says for all. */
  lastsMs?: number;
};

/** `policy` of the front matter, names resolved to keys. */
export type Policy = {
  /** By key of the sign-off; one that is not there has the defaults. */
  signOffs: Record<string, SignOffPolicy>;
  /** The sign-offs of a group are given from top to bottom. */
  inOrder: boolean;
  /** Milliseconds; null: the installation's 30 minutes. */
  probeAgeMs: number | null;
  /** By key of the stage. */
  stageAgesMs: Record<string, number>;
  /** Who settled more than this share of a section (0 to 1) may not sign for it; null: nobody is kept out. */
  settledShare: number | null;
  /** Items of numbered lists are settled from top to bottom, in every stage. */
  listsInOrder: boolean;
  /** Milliseconds that signatures hold. Absent: for good. */
  lastsMs?: number;
};

export type Checklist = {
  parserVersion: number;
  title: string;
  repaired: Repair | null;
  fields: HeaderField[];
  counts: ChecklistCounts;
  stages: ChecklistStage[];
  signOffs: TeamSignOff[];
  finalSignOff: FinalSignOff | null;
  contacts: Contact[];
  references: Reference[];
  /** What was not understood, as Markdown, in document order. */
  texts: TextBlock[];
  warnings: Warning[];
  /** Absent: the text has none. */
  policy?: Policy;
};
