import { hash } from "node:crypto";
import type { ActorRef, Via } from "@/lib/core/caller";

export type StreamKind =
  | "deployment"
  | "template"
  | "project"
  | "environment"
  | "person"
  | "team"
  | "installation";

/** What a command says that happened; number, time, actor and chain are added when it is appended. */
export type NewEvent<Kind extends string = string> = {
  kind: Kind;
  /** Ids of what it speaks of: `{ item: key }`. */
  subject: Record<string, string | null>;
  before: unknown;
  after: unknown;
  /** Set when the event follows by rule from another one of the same command. */
  by?: "rule";
};

/** One line of a log, as it is read. Times are ISO strings in UTC with milliseconds. */
export type LogEvent<Kind extends string = string> = Omit<NewEvent<Kind>, "by"> & {
  v: 1;
  stream: { kind: StreamKind; id: string };
  number: number;
  at: string;
  actor: ActorRef;
  via: Via;
  /** SHA-256 (hex) of the canonical bytes of the event before it; "" for the first. */
  prev: string;
};

/**
 * RFC 8785 canonical JSON: members sorted by their names' UTF-16 code units, no white space, strings and numbers as
 * ECMAScript writes them. Members without a JSON form are left out, as JSON.stringify does. Throws on what has no
 * canonical form: numbers that are not finite, strings with half a surrogate pair, a value without a JSON form.
 */
export function canonical(value: unknown): string {
  // What was read from canonical JSON is in order already: the engine's own writer is several times as fast.
  const quick = inOrder(value) ? JSON.stringify(value) : undefined;
  // It writes half a surrogate pair as an escape: what may be one is looked at again.
  const text = quick === undefined || quick.includes("\\ud") ? written(value) : quick;
  if (text === undefined) throw new Error("a value without a JSON form cannot be made canonical");
  return text;
}

/** Whether JSON.stringify writes the canonical form of this, if all its strings are well formed. */
function inOrder(value: unknown): boolean {
  if (typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(inOrder);
  const kind = Object.getPrototypeOf(value);
  if (kind !== Object.prototype && kind !== null) return false;
  let last = "";
  for (const name in value) {
    if (name < last || name === "toJSON") return false;
    if (!inOrder((value as Record<string, unknown>)[name])) return false;
    last = name;
  }
  return true;
}

/** Names of members come again and again. */
const names = new Map<string, string>();
const mostNames = 2_000;

function nameOf(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const text = `${quoted(name)}:`;
  if (names.size < mostNames) names.set(name, text);
  return text;
}

function quoted(text: string): string {
  if (!text.isWellFormed())
    throw new Error("a string with half a surrogate pair cannot be made canonical");
  return JSON.stringify(text);
}

function written(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      if (!Number.isFinite(value)) throw new Error(`${value} cannot be made canonical`);
      return `${value === 0 ? 0 : value}`;
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : ofObject(value);
    default:
      return undefined;
  }
}

function ofObject(value: object): string | undefined {
  if (Array.isArray(value)) return `[${value.map((one) => written(one) ?? "null").join(",")}]`;
  if ("toJSON" in value && typeof value.toJSON === "function") return written(value.toJSON());
  const members: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const member = written((value as Record<string, unknown>)[name]);
    if (member !== undefined) members.push(nameOf(name) + member);
  }
  return `{${members.join(",")}}`;
}

/** Of the text's UTF-8, in lower-case hex. */
export const sha256 = (text: string): string => hash("sha256", text, "hex");
