import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { readAccepted } from "@/lib/probe/assertion";
import type { Assertion, Vocabulary } from "@/lib/probe/assertion-shape";
import { formatOfType, parseExposition } from "@/lib/probe/exposition-format";
import { quantilesOf } from "@/lib/probe/histogram";
import { conclude, type Judgement, judgeAssertion } from "@/lib/probe/judge";
import { defineKind, type Exchange, type Trace } from "@/lib/probe/kind";
import { readDurationMs } from "@/lib/probe/quantity";
import type { ProbeReason } from "@/lib/probe/schema";
import { ratesOf, type Scrape, scrapeOf, type Times, valuesOf } from "@/lib/probe/scrape";
import { judgeSeries, type Series } from "@/lib/probe/series";
import { commonFields, headersField, redirectsField, urlTarget } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = { words: {}, paths: false, samples: true };

const intervalUnlessGivenMs = 5000;

const spec = z.strictObject({
  kind: z.literal("metrics"),
  target: urlTarget,
  ...commonFields(vocabulary, { leastAssertions: 1 }),
  redirects: redirectsField,
  headers: headersField,
  /** Between two looks, for rates and for quantiles of what was observed in that time. */
  interval: z
    .string()
    .refine(
      (text) => {
        const ms = readDurationMs(text) ?? 0;
        return ms >= 100 && ms <= 30_000;
      },
      { error: 'must be a time from 100 ms to 30 s, such as "10s"' },
    )
    .optional(),
});
type MetricsSpec = z.infer<typeof spec>;

type Look = Times & { exchange: Exchange };
type Looks = { trace: Trace; first: Look; second: Look | null };

const isRate = ({ subject }: Assertion) =>
  subject.type === "sample" && subject.over?.type === "rate";

/** How long until a second look; null when one will do. */
function intervalOf({ interval, assert }: MetricsSpec): number | null {
  if (interval !== undefined) return readDurationMs(interval);
  return readAccepted(assert, vocabulary).some(isRate) ? intervalUnlessGivenMs : null;
}

function judge({ assert, interval }: MetricsSpec, { first, second }: Looks): Judgement {
  const assertions = readAccepted(assert, vocabulary);
  const [one, two] = [read(first), second === null ? null : read(second)];
  const unread = "reason" in one ? one : two !== null && "reason" in two ? two : null;
  if (unread !== null) {
    const judged = assertions.map((line) =>
      judgeAssertion(line, { type: "none", code: unread.code, raw: unread.raw }),
    );
    // A scrape that failed says nothing about the number: inconclusive, whatever the trouble.
    return conclude(judged, [], { reason: unread.reason, verdict: "inconclusive" });
  }
  if ("reason" in one || (two !== null && "reason" in two)) throw new Error("not read");
  const looked = { before: two === null ? null : one, after: two ?? one };
  const window = interval === undefined ? null : looked.before;
  let left = mostSamples;
  const results = assertions.map((line) => {
    left -= sizeOf(line, one) + (two === null ? 0 : sizeOf(line, two));
    if (left < 0) return judgeSeries(line, [tooMany]);
    return judgeSeries(line, seriesOf(line, looked, window));
  });
  return conclude(
    results.map(({ judged }) => judged),
    results.flatMap(({ figure }) => (figure === null ? [] : [figure])),
    null,
  );
}

/** Of all lines together: a run must not hold up those beside it. */
const mostSamples = 100_000;
const tooMany: Series = { labels: new Map(), found: { code: "too-many", raw: null } };

function sizeOf({ subject }: Assertion, { named }: Scrape): number {
  if (subject.type !== "sample") return 0;
  const name = subject.over?.type === "quantile" ? `${subject.metric}_bucket` : subject.metric;
  return named.get(name)?.length ?? 0;
}

/** `window`: the look from which quantiles count; null for since their beginning. */
function seriesOf(
  { subject, aggregate }: Assertion,
  { before, after }: { before: Scrape | null; after: Scrape },
  window: Scrape | null,
): Series[] {
  if (subject.type !== "sample") throw new Error("a metrics assertion names a sample");
  const { over } = subject;
  if (over === undefined) return valuesOf(after, subject);
  if (over.type === "quantile")
    return quantilesOf(window, after, subject, over, aggregate === "sum");
  if (before === null) throw new Error("a rate needs two looks");
  return ratesOf(before, after, subject);
}

type Unread = {
  reason: ProbeReason;
  code: "not-received" | "not-exposition" | "open-ended";
  raw: string | null;
};

function read({ exchange: seen, ...times }: Look): Scrape | Unread {
  const { problem } = seen.trace;
  if (problem !== null) return { reason: problem, code: "not-received", raw: null };
  if (seen.status !== 200) {
    const params = { text: `status ${seen.status}`, why: "not-received" };
    return { reason: { code: "not-measured", params }, code: "not-received", raw: null };
  }
  const format = formatOfType(seen.contentType);
  const malformed = (line: number, why: string, raw: string | null): Unread => ({
    reason: { code: "answer-malformed", params: { line, why } },
    code: "not-exposition",
    raw,
  });
  if (seen.text === null) return malformed(1, "not UTF-8 text", null);
  const lines = (line: number) => seen.text?.split("\n")[line - 1] ?? null;
  if (format === null)
    return malformed(1, `content type ${seen.contentType?.slice(0, 100)}`, lines(1));
  const parsed = parseExposition(seen.text, format);
  if (!parsed.valid) return malformed(parsed.line, parsed.reason, lines(parsed.line));
  // Only OpenMetrics says itself where it ends: a text that was cut after a line lacks series, or has a shorter number.
  if (seen.openEnd && format !== "openmetrics") {
    const params = { text: "body", why: "open-ended" };
    return { reason: { code: "not-measured", params }, code: "open-ended", raw: null };
  }
  return scrapeOf(parsed, times);
}

export const kind = defineKind({
  name: "metrics",
  spec,
  async observe(asked, connect, signal): Promise<Looks> {
    const { target, redirects, timeout, ca, headers } = asked;
    const look = async (): Promise<Look> => {
      const askedMs = performance.now();
      const request = {
        target,
        accept:
          "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.7,text/plain;q=0.5",
        redirects,
        timeoutMs: readDurationMs(timeout) ?? 0,
        ca: ca ?? null,
        headers,
      };
      const exchange = await connect.http(request, signal);
      return { exchange, askedMs, gotMs: performance.now(), at: Date.now() };
    };
    const first = await look();
    const intervalMs = intervalOf(asked);
    const failed = first.exchange.trace.problem !== null || first.exchange.status !== 200;
    if (intervalMs === null || failed) return { trace: first.exchange.trace, first, second: null };
    const leftMs = intervalMs - (performance.now() - first.gotMs);
    await delay(leftMs, undefined, { signal }).catch(() => undefined);
    const second = await look();
    const hops = [...first.exchange.trace.hops, ...second.exchange.trace.hops];
    return { trace: { ...second.exchange.trace, hops }, first, second };
  },
  judge,
});
