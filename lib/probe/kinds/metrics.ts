import { z } from "zod";
import { readAccepted } from "@/lib/probe/assertion";
import type { Assertion, Vocabulary } from "@/lib/probe/assertion-shape";
import type { Sample } from "@/lib/probe/exposition";
import { formatOfType, parseExposition } from "@/lib/probe/exposition-format";
import { conclude, type Judgement, judgeAssertion, measuredNumber } from "@/lib/probe/judge";
import { defineKind, type Exchange } from "@/lib/probe/kind";
import { baseOf, readDurationMs, toBase } from "@/lib/probe/quantity";
import type { JudgedAssertion, ProbeFigure, ProbeReason } from "@/lib/probe/schema";
import { commonFields, redirectsField, urlTarget } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = { words: {}, paths: false, samples: true };

const spec = z.strictObject({
  kind: z.literal("metrics"),
  target: urlTarget,
  ...commonFields(vocabulary, { leastAssertions: 1 }),
  redirects: redirectsField,
});
type MetricsSpec = z.infer<typeof spec>;

function judge({ assert }: MetricsSpec, seen: Exchange): Judgement {
  const assertions = readAccepted(assert, vocabulary);
  const document = read(seen);
  if ("reason" in document) {
    const judged = assertions.map((line) =>
      judgeAssertion(line, { type: "none", code: document.code, raw: document.raw }),
    );
    // A scrape that failed says nothing about the number: inconclusive, whatever the trouble.
    return conclude(judged, [], { reason: document.reason, verdict: "inconclusive" });
  }
  const results = assertions.map((assertion) => judgeSamples(assertion, document.samples));
  return conclude(
    results.map(({ judged }) => judged),
    results.flatMap(({ figure }) => (figure === null ? [] : [figure])),
    null,
  );
}

type Document =
  | { samples: Sample[] }
  | { reason: ProbeReason; code: "not-received" | "not-exposition"; raw: string | null };

function read(seen: Exchange): Document {
  const { problem } = seen.trace;
  if (problem !== null) return { reason: problem, code: "not-received", raw: null };
  if (seen.status !== 200) {
    const reason: ProbeReason = {
      code: "not-measured",
      params: { text: `status ${seen.status}`, why: "not-received" },
    };
    return { reason, code: "not-received", raw: null };
  }
  const format = formatOfType(seen.contentType);
  const parsed =
    format !== null && seen.text !== null
      ? parseExposition(seen.text, format)
      : {
          valid: false as const,
          line: 1,
          reason: seen.text === null ? "not UTF-8 text" : `content type ${seen.contentType}`,
        };
  if (parsed.valid) return parsed;
  const reason: ProbeReason = {
    code: "answer-malformed",
    params: { line: parsed.line, why: parsed.reason },
  };
  return { reason, code: "not-exposition", raw: seen.text?.split("\n")[parsed.line - 1] ?? null };
}

type Judged = { judged: JudgedAssertion; figure: ProbeFigure | null };

function judgeSamples(assertion: Assertion, samples: Sample[]): Judged {
  const { subject, aggregate } = assertion;
  if (subject.type !== "sample") throw new Error("a metrics assertion names a sample");
  const series = samples.filter(
    ({ name, labels }) =>
      name === subject.metric &&
      subject.labels.every(
        (match) => ((labels.get(match.name) ?? "") === match.value) === match.equal,
      ),
  );
  const none = (code: "missing" | "several" | "nan", raw: string | null): Judged => ({
    judged: judgeAssertion(assertion, { type: "none", code, raw }),
    figure: null,
  });
  const [first] = series;
  if (first === undefined) return none("missing", null);
  if (aggregate === "single" && series.length > 1)
    return none("several", `${series.length} series`);
  // One series twice cannot be told from two: the format leaves open which one counts.
  if (new Set(series.map(identity)).size !== series.length)
    return none("several", "the same series twice");
  if (aggregate === "single") return judgeOne(assertion, first.value, first.raw);
  if (aggregate === "all" || aggregate === "any") return judgeEach(assertion, series);
  const values = series.map(({ value }) => value);
  if (values.some((value) => !Number.isFinite(value)))
    return none("nan", series.map(({ raw }) => raw).join(", "));
  const value = combine(aggregate, values);
  return judgeOne(assertion, value, series.map(({ raw }) => raw).join(", "));
}

const identity = ({ labels }: Sample) =>
  JSON.stringify([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));

function combine(aggregate: "max" | "min" | "sum", values: number[]): number {
  if (aggregate === "sum") return values.reduce((sum, value) => sum + value, 0);
  const better = aggregate === "max" ? Math.max : Math.min;
  return values.reduce((best, value) => better(best, value));
}

function judgeOne(assertion: Assertion, value: number, raw: string): Judged {
  const judged = judgeAssertion(assertion, measuredNumber(value, raw));
  return { judged, figure: figureOf(assertion, value) };
}

function figureOf({ subject, measuredIn }: Assertion, value: number): ProbeFigure | null {
  if (!Number.isFinite(value)) return null;
  const converted = measuredIn === null ? null : toBase(String(value), measuredIn);
  const unit = measuredIn === null ? null : baseOf(measuredIn);
  if (converted === null || unit === null) return { name: subject.name, value, unit: "" };
  return { name: subject.name, value: converted.value, unit };
}

/** The series that decides: the first that contradicts `all`, the first that satisfies `any`. */
function judgeEach(assertion: Assertion, series: Sample[]): Judged {
  const each = series.map(({ value, raw }) => judgeOne(assertion, value, raw));
  const verdicts =
    assertion.aggregate === "all" ? ["fail", "inconclusive"] : ["pass", "inconclusive"];
  for (const verdict of verdicts) {
    const deciding = each.find(({ judged }) => judged.verdict === verdict);
    if (deciding !== undefined) return deciding;
  }
  const [first] = each;
  if (first === undefined) throw new Error("judged without a series");
  return first;
}

export const kind = defineKind({
  name: "metrics",
  spec,
  observe: ({ target, redirects, timeout, ca }, connect, signal) =>
    connect.http(
      {
        target,
        accept: "text/plain;version=0.0.4",
        redirects,
        timeoutMs: readDurationMs(timeout) ?? 0,
        ca: ca ?? null,
      },
      signal,
    ),
  judge,
});
