import type { PathSegment } from "@/lib/probe/json-path";
import type { Unit } from "@/lib/probe/schema";

/** What a line of an assertion is once it has been read. */

export const operators = ["==", "!=", "<=", ">=", "<", ">"] as const;
type Operator = (typeof operators)[number];

export const aggregates = ["single", "all", "any", "max", "min", "sum"] as const;
export type Aggregate = (typeof aggregates)[number];

/** What a kind can be asked about. `bare`: the bound may stand without its unit. */
export type Word =
  | { type: "number"; unit: Unit; bare: boolean }
  | { type: "word"; words: readonly string[] };

export type Vocabulary = {
  words: Readonly<Record<string, Word>>;
  /** `$.a.b` names a value in a JSON body. */
  paths: boolean;
  /** `name{label="x"}` names samples of an exposition. */
  samples: boolean;
};

export type LabelMatch = { name: string; equal: boolean; value: string };

export type Subject =
  | { type: "word"; name: string }
  | { type: "path"; name: string; path: PathSegment[] }
  | { type: "sample"; name: string; metric: string; labels: LabelMatch[] };

export type Bound =
  | { type: "number"; value: number; unit: Unit }
  | { type: "string"; value: string }
  | { type: "boolean"; value: boolean }
  /** `2xx`: 200 to 299. */
  | { type: "class"; hundreds: number };

export type Assertion = {
  text: string;
  aggregate: Aggregate;
  subject: Subject;
  /** The unit word that the measured number is in; null when it has none. */
  measuredIn: string | null;
  op: Operator;
  bound: Bound;
};

export type Read<T> = { ok: true; value: T } | { ok: false; message: string };

export const refuse = (message: string): { ok: false; message: string } => ({ ok: false, message });
