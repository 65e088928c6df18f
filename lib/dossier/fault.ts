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
    this.fault = { code, where, expected: shown(expected), found: shown(found) };
  }
}

const longest = 300;
const shown = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Throws `Unsound` unless both are the same text. */
export function demandSame(code: FaultCode, where: string, expected: string, found: string): void {
  if (expected !== found) throw new Unsound(code, where, expected, found);
}
