/** The first thing that is wrong in a dossier: what, where, what should stand there, what does. */
export type DossierFault = {
  code: FaultCode;
  /** A path a person can find: `event 17`, `run 3f…`, `envelope`. */
  where: string;
  expected: string;
  found: string;
};

export const faultCodes = [
  "number",
  "chain",
  "stream",
  "first-event",
  "event-unreadable",
  "log-head",
  "head-forged",
  "head-other",
  "head-key",
  "text-hash",
  "document-hash",
  "document-items",
  "policy",
  "least-sign-offs",
  "run-missing",
  "run-hash",
  "covered-hash",
  "covered-text",
  "manifest",
  "value",
  "statement-words",
  "seen",
  "four-eyes",
  "authentication",
  "suspension",
  "expiry",
  "outcome",
  "summary",
  "state-hash",
  "subject",
  "envelope",
  "key",
] as const;
export type FaultCode = (typeof faultCodes)[number];

export class Unsound extends Error {
  readonly fault: DossierFault;

  constructor(code: FaultCode, where: string, expected: string, found: string) {
    super(code);
    this.name = "Unsound";
    const from = firstDifference(expected, found);
    this.fault = { code, where, expected: shown(expected, from), found: shown(found, from) };
  }
}

const longest = 300;
const before = 60;

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  return at;
}

/** All of a short text; of a long one what stands around the first difference, and where that is. */
function shown(text: string, difference: number): string {
  if (text.length <= longest) return text;
  const start = difference < longest - before ? 0 : difference - before;
  const part = text.slice(start, start + longest);
  const end = start + longest < text.length ? "…" : "";
  return start === 0 ? `${part}${end}` : `(from character ${start + 1}) …${part}${end}`;
}

/** Throws `Unsound` unless both are the same text. */
export function demandSame(code: FaultCode, where: string, expected: string, found: string): void {
  if (expected !== found) throw new Unsound(code, where, expected, found);
}
