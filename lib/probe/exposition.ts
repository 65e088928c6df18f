import { WrongLine } from "@/lib/probe/exposition-lexing";

/**
 * What an endpoint exposes for Prometheus, in either of its two formats. Both are read strictly: one
 * wrong line makes the document invalid, because a document that is not what it says cannot be evidence.
 */

export type Sample = {
  name: string;
  labels: ReadonlyMap<string, string>;
  value: number;
  /** The value as written. */
  raw: string;
  /** Milliseconds since 1970; null when the line has none. */
  timestampMs: number | null;
  line: number;
};

export type Exposition =
  /** Type by family, in lower case. */
  | { valid: true; samples: Sample[]; types: ReadonlyMap<string, string> }
  | { valid: false; line: number; reason: string };

/** Documents have tens of thousands of label sets, and each is asked for again by every line. */
const keys = new WeakMap<ReadonlyMap<string, string>, string>();

/** Same labels, same key, in whatever order they were written. Labels do not change once they were read. */
export function labelKey(labels: ReadonlyMap<string, string>): string {
  const known = keys.get(labels);
  if (known !== undefined) return known;
  const key = JSON.stringify([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));
  keys.set(labels, key);
  return key;
}

/** Runs a parser that throws `WrongLine`; `at` tells the line that was being read. */
export function reading(at: () => number, parse: () => Exposition): Exposition {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof WrongLine)) throw error;
    return { valid: false, line: error.line ?? at(), reason: error.message };
  }
}
