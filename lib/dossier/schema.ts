import { z } from "zod";
import type { DeploymentEvent } from "@/lib/deployment/events";

/**
 * A dossier: everything that is needed to check a deployment's record without a database. The predicate of an
 * in-toto Statement; docs/dossier.md documents it field by field.
 */

export const predicateType = "urn:countersign:dossier:1";
export const statementType = "https://in-toto.io/Statement/v1";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime();

const actorSchema = z.discriminatedUnion("kind", [
  z.strictObject({ id: z.string(), kind: z.literal("person") }),
  z.strictObject({ kind: z.literal("system"), name: z.string() }),
]);

/**
 * An event as it stands in the log: its canonical JSON (RFC 8785) has the hash that the next one names. Members are in
 * canonical order, and so is what is read.
 */
export const eventSchema = z.strictObject({
  actor: actorSchema,
  after: z.unknown(),
  at: time,
  before: z.unknown(),
  kind: z.string(),
  number: z.number().int().positive(),
  /** Empty: the first. */
  prev: z.string().regex(/^(?:[0-9a-f]{64})?$/),
  stream: z.strictObject({ id: z.string(), kind: z.literal("deployment") }),
  subject: z.record(z.string(), z.string().nullable()),
  v: z.literal(1),
  via: z.string(),
});

export type RecordedEvent = z.infer<typeof eventSchema>;

/**
 * Recorded events as the fold takes them. Their frame was read; what a kind holds is asked where it is used, and a fold
 * that cannot apply one says so. The one place where that is taken on trust.
 */
export const eventsOf = (events: readonly RecordedEvent[]): DeploymentEvent[] =>
  events as unknown as DeploymentEvent[];

const headSchema = z.strictObject({
  streamId: z.string(),
  number: z.number().int().positive(),
  hash: sha256,
  at: time,
  keyId: sha256,
  signature: z.string(),
});

const coveredSchema = z.strictObject({
  /** Number of the signature's event. */
  event: z.number().int().positive(),
  signOff: z.string(),
  /** The canonical covered state: its SHA-256 is the event's `stateHash`. */
  text: z.string(),
});

const runSchema = z.strictObject({
  runId: z.string(),
  /** As kept; its canonical JSON has the hash that the event names. Null: the worker was lost. */
  result: z.unknown(),
});

export const predicateSchema = z.strictObject({
  v: z.literal(1),
  madeAt: time,
  madeBy: z.strictObject({ name: z.literal("countersign"), version: z.string() }),
  deployment: z.strictObject({
    id: z.string(),
    title: z.string(),
    version: z.string(),
    project: z.string(),
    environment: z.string(),
    status: z.enum(["planned", "in_flight", "closed", "cancelled"]),
    outcome: z.enum(["success", "partial", "failed"]).nullable(),
  }),
  template: z.strictObject({
    versionId: z.string(),
    number: z.number().int(),
    /** The Markdown that the deployment pins, lines of contacts as commitments; `textHash` of the first event is its SHA-256. */
    text: z.string(),
    /** The reading frozen with it, its contacts as commitments. */
    document: z.unknown(),
    documentHash: sha256,
  }),
  events: z.array(eventSchema).min(1),
  heads: z.array(headSchema),
  /** Public keys of the heads, PEM, by id. */
  keys: z.record(sha256, z.string()),
  runs: z.array(runSchema),
  /** What each signature was given over, in the order of events. Absent: an older dossier. */
  covered: z.array(coveredSchema).optional(),
  /**
   * Values of the commitments in the events, by commitment. Not there: erased, redacted, or contacts that were not
   * asked for. Absent: an older dossier.
   */
  values: z.record(sha256, z.strictObject({ salt: z.string(), value: z.string() })).optional(),
  /** Names of people by id; left out where they were redacted. */
  people: z.record(z.string(), z.string()),
  /** Hash of the last event. */
  logHead: sha256,
  /** Hash of the state that the final sign-offs cover (docs/signatures.md), after the last event. */
  stateHash: sha256,
});
export type Predicate = z.infer<typeof predicateSchema>;

export const statementSchema = z.strictObject({
  _type: z.literal(statementType),
  subject: z
    .array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256 }) }))
    .length(1),
  predicateType: z.literal(predicateType),
  predicate: predicateSchema,
});
export type Statement = z.infer<typeof statementSchema>;
