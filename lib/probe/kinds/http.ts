import { z } from "zod";
import { readAccepted } from "@/lib/probe/assertion";
import type { Assertion, Vocabulary } from "@/lib/probe/assertion-shape";
import { nodeAt } from "@/lib/probe/json-path";
import {
  conclude,
  failsFor,
  type Judgement,
  judgeAssertion,
  type Measured,
  measuredJson,
  measuredNumber,
} from "@/lib/probe/judge";
import { defineKind, type Exchange } from "@/lib/probe/kind";
import { readDurationMs } from "@/lib/probe/quantity";
import type { ProbeFigure, ProbeReason } from "@/lib/probe/schema";
import { commonFields, redirectsField, urlTarget } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: {
    status: { type: "number", unit: "status", bare: true },
    time: { type: "number", unit: "ms", bare: false },
  },
  paths: true,
  samples: false,
};

const spec = z.strictObject({
  kind: z.literal("http"),
  target: urlTarget,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
  redirects: redirectsField,
});
type HttpSpec = z.infer<typeof spec>;

/** Unless the spec says something about the status, it has to be 2xx. */
function assertionsOf(lines: string[]): Assertion[] {
  const read = readAccepted(lines, vocabulary);
  const saysStatus = read.some(({ subject }) => subject.name === "status");
  return saysStatus ? read : [...readAccepted(["status == 2xx"], vocabulary), ...read];
}

function judge({ assert }: HttpSpec, seen: Exchange): Judgement {
  const assertions = assertionsOf(assert);
  const json = parseJson(seen.text);
  const judged = assertions.map((assertion) =>
    judgeAssertion(assertion, find(assertion, seen, json)),
  );
  const figures: ProbeFigure[] = [];
  if (seen.status !== null) figures.push({ name: "status", value: seen.status, unit: "status" });
  if (seen.trace.problem === null) {
    figures.push({ name: "time", value: Math.round(seen.elapsedMs * 10) / 10, unit: "ms" });
  }
  for (const assertion of assertions) {
    const found = assertion.subject.type === "path" ? find(assertion, seen, json) : null;
    if (found === null || found.type === "none" || found.type === "list") continue;
    const value = typeof found.value === "string" ? found.value.slice(0, 256) : found.value;
    figures.push({ name: assertion.subject.name, value, unit: "" });
  }
  const { problem } = seen.trace;
  if (problem !== null) return conclude(judged, figures, failsFor(problem));
  const asked = judged.some(({ text, verdict }) => text.startsWith("status") && verdict === "pass");
  if (seen.status !== null && seen.status >= 500 && !asked) {
    const reason: ProbeReason = { code: "server-error", params: { status: seen.status } };
    return conclude(judged, figures, { reason, verdict: "fail" });
  }
  return conclude(judged, figures, null);
}

type Json = { ok: true; value: unknown } | { ok: false };

function parseJson(text: string | null): Json {
  if (text === null) return { ok: false };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    // Not JSON is an answer of its own: the assertion says so.
    return { ok: false };
  }
}

function find({ subject }: Assertion, seen: Exchange, json: Json): Measured {
  const complete = seen.trace.problem === null;
  if (subject.type === "path") {
    if (!complete) return { type: "none", code: "not-received", raw: null };
    if (!json.ok) return { type: "none", code: "not-json", raw: seen.text };
    return measuredJson(nodeAt(json.value, subject.path));
  }
  if (subject.name === "status" && seen.status !== null) {
    return measuredNumber(seen.status, String(seen.status));
  }
  if (subject.name === "time" && seen.status !== null && complete) {
    return measuredNumber(seen.elapsedMs, `${seen.elapsedMs.toFixed(3)} ms`);
  }
  const waited = ["answer-timeout", "body-incomplete"].includes(seen.trace.problem?.code ?? "");
  if (subject.name === "time" && waited) {
    return { type: "at-least", value: seen.elapsedMs, raw: `${seen.elapsedMs.toFixed(3)} ms` };
  }
  return { type: "none", code: "not-received", raw: null };
}

export const kind = defineKind({
  name: "http",
  spec,
  observe: ({ target, redirects, timeout, ca }, connect, signal) =>
    connect.http(
      {
        target,
        accept: "application/json, */*;q=0.5",
        redirects,
        timeoutMs: readDurationMs(timeout) ?? 0,
        ca: ca ?? null,
      },
      signal,
    ),
  judge,
});
