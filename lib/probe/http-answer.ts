import { readAccepted } from "@/lib/probe/assertion";
import type { Assertion, Subject, Vocabulary } from "@/lib/probe/assertion-shape";
import { shownHeader } from "@/lib/probe/http-headers";
import { select } from "@/lib/probe/json-select";
import { type JsonRead, numberIn, readJson } from "@/lib/probe/json-text";
import {
  conclude,
  failsFor,
  type Judgement,
  type Measured,
  measuredJson,
  measuredNumber,
} from "@/lib/probe/judge";
import type { Exchange } from "@/lib/probe/kind";
import type { JudgedAssertion, ProbeFigure, ProbeReason } from "@/lib/probe/schema";

/** What an answer over HTTP can be asked about, whatever the kind, and what follows from it. */

export const answerWords = {
  status: { type: "number", unit: "status", bare: true },
  time: { type: "number", unit: "ms", bare: false },
} as const satisfies Vocabulary["words"];

/** The lines of a spec, with `first` before them unless one of them is about the same subject. */
export function withDefault(lines: string[], first: string, vocabulary: Vocabulary): Assertion[] {
  const read = readAccepted(lines, vocabulary);
  const added = readAccepted([first], vocabulary);
  const said = read.some(({ subject }) => subject.name === added[0]?.subject.name);
  return said ? read : [...added, ...read];
}

export type Answer = { json(): JsonRead; find(subject: Subject): Measured };

const none = (
  code: "missing" | "not-received" | "empty" | "open-ended",
  raw: string | null = null,
): Measured => ({
  type: "none",
  code,
  raw,
});

/** An answer that can be asked for status, time, header, body and JSON paths. JSON is read at most once. */
export function answerOf(seen: Exchange): Answer {
  let read: JsonRead | null = null;
  const json = () => {
    read ??= seen.text === null ? { ok: false, code: "not-json" } : readJson(seen.text);
    return read;
  };
  const complete = seen.trace.problem === null;
  const find = (subject: Subject): Measured => {
    if (subject.type === "path")
      return complete ? atPath(json(), subject.path, seen) : none("not-received");
    if (subject.type === "header") return inHeaders(seen, subject.header);
    if (subject.name === "status" && seen.status !== null) {
      return measuredNumber(seen.status, String(seen.status));
    }
    if (subject.name === "time") return elapsed(seen, complete);
    if (subject.name === "body" && complete) return bodyOf(seen);
    return none("not-received");
  };
  return { json, find };
}

function atPath(json: JsonRead, path: Parameters<typeof select>[0], seen: Exchange): Measured {
  const { text, openEnd } = seen;
  if (!json.ok) return { type: "none", code: json.code, raw: text };
  // Every other value says itself where it ends; of `12` nobody knows whether it was to be `120`.
  if (openEnd && numberIn(json.value) !== null) return none("open-ended", text);
  const selection = select(path, json.value);
  if (!selection.ok) return { type: "none", code: selection.code, raw: null };
  const { nodes } = selection;
  if (nodes.length > 1) return { type: "none", code: "several", raw: `${nodes.length} nodes` };
  return measuredJson(nodes[0]);
}

/** A header that was sent twice is not one value; one that may hold a secret is compared but not shown. */
function inHeaders({ answerHeaders, status }: Exchange, name: string): Measured {
  if (status === null) return none("not-received");
  const lines = (Object.hasOwn(answerHeaders, name) ? answerHeaders[name] : undefined) ?? [];
  const [value] = lines;
  if (value === undefined) return none("missing");
  const shown = lines.map((line) => shownHeader(name, line));
  if (lines.length > 1) {
    return { type: "none", code: "several", raw: `${lines.length} times: ${shown.join(" | ")}` };
  }
  if (value === "") return none("empty", "");
  const [raw = ""] = shown;
  return { type: "string", value, raw, told: JSON.stringify(raw) };
}

function elapsed(seen: Exchange, complete: boolean): Measured {
  const raw = `${seen.elapsedMs.toFixed(3)} ms`;
  if (complete && seen.status !== null) return measuredNumber(seen.elapsedMs, raw);
  const waited = ["answer-timeout", "body-incomplete"].includes(seen.trace.problem?.code ?? "");
  return waited ? { type: "at-least", value: seen.elapsedMs, raw } : none("not-received");
}

/** As it came, line ends included. What is not UTF-8 is no text. */
function bodyOf({ text, openEnd }: Exchange): Measured {
  if (text === null) return { type: "none", code: "wrong-type", raw: null };
  if (openEnd && text !== "") return { type: "beginning", value: text };
  return text === "" ? none("empty", "") : { type: "string", value: text };
}

/** Status and time, then the values that paths and headers named. */
export function figuresOf(seen: Exchange, assertions: Assertion[], answer: Answer): ProbeFigure[] {
  const figures: ProbeFigure[] = [];
  if (seen.status !== null) figures.push({ name: "status", value: seen.status, unit: "status" });
  if (seen.trace.problem === null) {
    figures.push({ name: "time", value: Math.round(seen.elapsedMs * 10) / 10, unit: "ms" });
  }
  for (const { subject } of assertions) {
    if (subject.type !== "path") continue;
    const found = answer.find(subject);
    if (found.type === "none" || found.type === "list") continue;
    const value = typeof found.value === "string" ? found.value.slice(0, 256) : found.value;
    figures.push({ name: subject.name, value, unit: "" });
  }
  return figures;
}

/** The verdict over one answer. A 5xx is a fail unless a line asked for just that status. */
export function concludeAnswer(
  judged: JudgedAssertion[],
  figures: ProbeFigure[],
  { trace, status }: Exchange,
): Judgement {
  if (trace.problem !== null) return conclude(judged, figures, failsFor(trace.problem));
  const asked = judged.some(
    ({ text, expected, verdict }) =>
      text.startsWith("status") && expected.startsWith("== ") && verdict === "pass",
  );
  if (status === null || status < 500 || asked) return conclude(judged, figures, null);
  const reason: ProbeReason = { code: "server-error", params: { status } };
  return conclude(judged, figures, { reason, verdict: "fail" });
}
