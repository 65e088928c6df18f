import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
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

/** RFC 8785 canonical JSON. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error("a value without a JSON form cannot be made canonical");
  return text;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
