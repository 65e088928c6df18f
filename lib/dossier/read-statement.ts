import { z } from "zod";
import { type RecordedEvent, type Statement, statementSchema } from "@/lib/dossier/schema";

/**
 * Reads a statement as `statementSchema` does, with the same errors. Nearly all of one are events in one plain shape:
 * those are looked at without a copy of each, and anything unusual is left to the schema.
 */
export function readStatement(value: unknown): Statement {
  const predicate = isObject(value) ? value.predicate : null;
  const events = isObject(predicate) ? predicate.events : null;
  if (!isObject(value) || !isObject(predicate) || !Array.isArray(events))
    return statementSchema.parse(value);
  if (!events.every(isPlainEvent)) return statementSchema.parse(value);
  const few = { ...value, predicate: { ...predicate, events: events.slice(0, 1) } };
  const read = statementSchema.parse(few);
  return { ...read, predicate: { ...read.predicate, events } };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const members = 11;
const time = z.core.regexes.datetime({});

/** 64 lower-case hex digits; several times as fast as to ask a regular expression, once for every event. */
function isHash(text: string): boolean {
  if (text.length !== 64) return false;
  for (let at = 0; at < 64; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code >= 48 && code <= 57;
    if (!digit && (code < 97 || code > 102)) return false;
  }
  return true;
}

/** Never true of what `eventSchema` refuses or changes; a test holds it to that. */
export function isPlainEvent(value: unknown): value is RecordedEvent {
  if (!isObject(value) || Object.keys(value).length !== members) return false;
  const { actor, at, kind, number, prev, stream, subject, v, via } = value;
  if (v !== 1 || typeof kind !== "string" || typeof via !== "string") return false;
  if (!Object.hasOwn(value, "after") || !Object.hasOwn(value, "before")) return false;
  if (!Number.isSafeInteger(number) || Number(number) < 1) return false;
  if (typeof prev !== "string" || (prev !== "" && !isHash(prev))) return false;
  if (typeof at !== "string" || !time.test(at)) return false;
  return isActor(actor) && isStream(stream) && isObject(subject) && isSubject(subject);
}

function isActor(actor: unknown): boolean {
  if (!isObject(actor) || Object.keys(actor).length !== 2) return false;
  const name = actor.kind === "person" ? actor.id : actor.kind === "system" ? actor.name : null;
  return typeof name === "string";
}

const isStream = (stream: unknown): boolean =>
  isObject(stream) &&
  Object.keys(stream).length === 2 &&
  typeof stream.id === "string" &&
  stream.kind === "deployment";

function isSubject(subject: Record<string, unknown>): boolean {
  for (const name in subject) {
    const of = subject[name];
    if ((of !== null && typeof of !== "string") || name === "__proto__") return false;
  }
  return true;
}
