import { z } from "zod";
import type { Checklist } from "@/lib/checklist/schema";
import { coveredHash } from "@/lib/deployment/consequences";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import { pinnedTemplate } from "@/lib/deployment/pinned-template";
import { type DeploymentState, statusOf } from "@/lib/deployment/state";
import { coveredTexts } from "@/lib/dossier/covered-texts";
import { type Envelope, seal } from "@/lib/dossier/dsse";
import { eventSchema, predicateType, type Statement, statementType } from "@/lib/dossier/schema";
import { canonical, sha256 } from "@/lib/log/event";
import type { SignedHead } from "@/lib/log/head";
import type { LogKey } from "@/lib/log/key";
import type { PersonalValue } from "@/lib/log/personal";

/** What a dossier is made of, as it stands in the database. Every event, in order. */
export type RecordParts = {
  events: readonly DeploymentEvent[];
  /** Text and reading as they were published. */
  text: string;
  document: Checklist;
  heads: readonly SignedHead[];
  /** PEM by id. */
  keys: Readonly<Record<string, string>>;
  runs: readonly { runId: string; result: unknown }[];
  people: Readonly<Record<string, string>>;
  /** Of the commitments in the events, as far as they were not erased. */
  values: readonly (Pick<PersonalValue, "commitment" | "salt" | "value"> & {
    /** Of a contact's; null or absent: of a name. */
    rowId?: string | null;
  })[];
};

/** The key of the sign-off that covers most: the last final one, or none, which covers all the same. */
export function lastSignOffKey(state: DeploymentState): string {
  const finals = Object.values(state.signOffs).filter(({ kind }) => kind === "approved_by");
  return finals.at(-1)?.key ?? "";
}

/** What the statement is about: the artifact where one is named, else the covered state. SHA-256, hex. */
export const subjectOf = ({ artifact }: DeploymentState, stateHash: string): string =>
  artifact ? artifact.slice("sha256:".length) : stateHash;

/** What of people a record says. */
export type Revealed = {
  /** How people are reached: left out unless asked for. */
  contacts: boolean;
  /** Who they are; without them a record has ids. */
  names: boolean;
};

/** The record with what it shall say of people. Commitments to the rest stay in the events. */
export function revealing(record: RecordParts, { contacts, names }: Revealed): RecordParts {
  const values = record.values.filter(({ rowId }) => (rowId ? contacts : names));
  return { ...record, values, people: names ? record.people : {} };
}

/** The in-toto Statement of a deployment's record. Pure. */
export function statementOf(record: RecordParts, now: Date, version: string): Statement {
  const { events } = record;
  const last = events.at(-1);
  if (!last) throw new Error("a deployment without events has no record");
  const state = fold(events);
  const { text, document } = pinnedTemplate(fold(events.slice(0, 1)), record);
  const stateHash = coveredHash(document, state, lastSignOffKey(state));
  const digest = { sha256: subjectOf(state, stateHash) };
  return {
    _type: statementType,
    subject: [{ name: `deployment ${state.id}`, digest }],
    predicateType,
    predicate: {
      v: 1,
      madeAt: now.toISOString(),
      madeBy: { name: "countersign", version },
      deployment: {
        id: state.id,
        title: state.title,
        version: state.version,
        project: state.project.name,
        environment: state.environment.name,
        status: statusOf(state),
        outcome: state.outcome,
      },
      template: {
        versionId: state.template.versionId,
        number: state.template.number,
        text,
        document,
        documentHash: sha256(canonical(document)),
      },
      events: z.array(eventSchema).parse(events),
      heads: [...record.heads],
      keys: { ...record.keys },
      runs: [...record.runs],
      covered: coveredTexts(events, document),
      values: Object.fromEntries(
        record.values.map(({ commitment, salt, value }) => [commitment, { salt, value }]),
      ),
      people: { ...record.people },
      logHead: sha256(canonical(last)),
      stateHash,
    },
  };
}

/** The statement in its signed envelope, as it is downloaded. */
export function dossierOf(record: RecordParts, key: LogKey, now: Date, version: string): Envelope {
  return seal(JSON.stringify(statementOf(record, now, version)), key);
}
