import type { JsonPath } from "@/lib/probe/json-path-shape";
import type { Unit } from "@/lib/probe/schema";

/** What a line of an assertion is once it has been read. */

export const operators = ["==", "!=", "<=", ">=", "<", ">", "contains"] as const;
type Operator = (typeof operators)[number];

export const aggregates = ["single", "all", "any", "max", "min", "sum"] as const;
export type Aggregate = (typeof aggregates)[number];

/** What a kind can be asked about. `bare`: the bound may stand without its unit. */
export type Word =
  /** `upper`: only an upper bound makes sense for it. */
  | { type: "number"; unit: Unit; bare: boolean; upper?: true }
  /** `ranked`: the words stand from low to high and can be compared with `<` and its like. */
  | { type: "word"; words: readonly string[]; ranked?: true }
  /** Text of any kind, such as a body: compared with `"..."`. */
  | { type: "text" }
  /** Several texts, such as DNS records: `== ["a", "b"]` in any order, `contains "a"`. */
  | { type: "list" };

export type Vocabulary = {
  words: Readonly<Record<string, Word>>;
  /** `$.a.b` names a value in a JSON body. */
  paths: boolean;
  /** `name{label="x"}` names samples of an exposition; `"value"`: they have no other name than this. */
  samples: boolean | "value";
  /** `p95`, `p99.9`: a percentile of the times of many requests. */
  percentiles?: true;
  /** `header content-type` names a header of the answer. */
  headers?: true;
};

export type LabelMatch = { name: string; equal: boolean; value: string };

/** What is asked of samples beyond their value: how fast a counter grows, or the quantile `part / of` of a histogram. */
export type SampleFunction = { type: "rate" } | { type: "quantile"; part: number; of: number };

export type Subject =
  | { type: "word"; name: string }
  | { type: "path"; name: string; path: JsonPath }
  /** `header` in lower case. */
  | { type: "header"; name: string; header: string }
  | {
      type: "sample";
      name: string;
      metric: string;
      labels: LabelMatch[];
      over?: SampleFunction;
    };

export type Bound =
  | { type: "number"; value: number; unit: Unit }
  | { type: "string"; value: string }
  | { type: "boolean"; value: boolean }
  | { type: "list"; value: string[] }
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
