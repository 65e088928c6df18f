/** What an assertion expected, taken apart for words: `>= 30 days` is `atLeast` of `30 days`. */
export type Asked = { op: AskedOp; value: string };

const ops = {
  "==": "is",
  "!=": "not",
  "<": "under",
  "<=": "atMost",
  ">": "over",
  ">=": "atLeast",
  contains: "contains",
} as const;
export type AskedOp = (typeof ops)[keyof typeof ops];

/** Null for what is not of that form. */
export function readAsked(expected: string): Asked | null {
  const parts = /^(==|!=|<=|>=|<|>|contains)\s+(.+)$/s.exec(expected.trim());
  const op = Object.entries(ops).find(([sign]) => sign === parts?.[1])?.[1];
  return parts && op ? { op, value: parts[2] ?? "" } : null;
}

/** A number and its unit, as `showQuantity` writes them; `atLeast`: it was still going on. */
export type Amount = { value: number; unit: "ms" | "bytes" | "days"; atLeast: boolean };

export function readAmount(text: string): Amount | null {
  const parts = /^(≥ )?(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?) (ms|bytes|days)$/.exec(text);
  const unit = (["ms", "bytes", "days"] as const).find((one) => one === parts?.[3]);
  return parts && unit ? { value: Number(parts[2]), unit, atLeast: parts[1] !== undefined } : null;
}

/** The word that a measured text begins with: `weak` of `weak: max-age is 0`. */
export const firstWord = (text: string): string => /^"?([\w.-]+)/.exec(text)?.[1] ?? "";

/** `p95` of `p95`, `p99.9`: the share of requests, in percent; null for another subject. */
export function percentOf(subject: string): number | null {
  const digits = /^p(\d{1,2}(?:\.\d)?)$/.exec(subject)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** What follows that word: `max-age is 0` of `weak: max-age is 0`; null when nothing does. */
export const detailOf = (text: string | null): string | null =>
  /^[a-z-]+(?:: | \()(.+?)\)?$/s.exec(text ?? "")?.[1] ?? null;
