import { z } from "zod";
import { readAccepted } from "@/lib/probe/assertion";
import type { Vocabulary } from "@/lib/probe/assertion-shape";
import { requestOf } from "@/lib/probe/http-question";
import { conclude, failsFor, type Judgement, judgeAssertion } from "@/lib/probe/judge";
import { defineKind, type Exchange, emptyTrace, type Reach, type Trace } from "@/lib/probe/kind";
import { judgeTimes, latencyFigures, tenthsOf } from "@/lib/probe/latency-judge";
import { askMany, isFine, shownRequests } from "@/lib/probe/many";
import { mostRequests, needed } from "@/lib/probe/percentile";
import { readDurationMs } from "@/lib/probe/quantity";
import type { ProbeReason } from "@/lib/probe/schema";
import { commonFields, headersField, urlTarget } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: {
    max: { type: "number", unit: "ms", bare: false, upper: true },
    errors: { type: "number", unit: "count", bare: true },
  },
  paths: false,
  samples: false,
  percentiles: true,
};

const unlessGiven = { concurrency: 4, warmup: 3, withinMs: 60_000, requests: 60 };
const longestWithinMs = 120_000;

const spec = z
  .strictObject({
    kind: z.literal("latency"),
    target: urlTarget,
    ...commonFields(vocabulary, { leastAssertions: 1 }),
    /** Counted requests. */
    requests: z.int().min(1).max(mostRequests).optional(),
    concurrency: z.int().min(1).max(10).optional(),
    /** Requests before the counted ones. */
    warmup: z.int().min(0).max(20).optional(),
    /** For all of it; `timeout` is for each request. */
    within: z
      .string()
      .refine((text) => (readDurationMs(text) ?? 0) > 0, { error: 'must be a time such as "60s"' })
      .refine((text) => (readDurationMs(text) ?? 0) <= longestWithinMs, {
        error: "must be at most 120 s",
      })
      .optional(),
    headers: headersField,
  })
  .refine((spec) => withinMsOf(spec) >= (readDurationMs(spec.timeout) ?? 0), {
    path: ["within"],
    error: "must be at least as long as timeout, which is for each request",
  });
type LatencySpec = z.infer<typeof spec>;

const withinMsOf = ({ within }: { within?: string | undefined }) =>
  within === undefined ? unlessGiven.withinMs : (readDurationMs(within) ?? 0);

/** As many as the highest percentile needs with two of them over its bound. */
function requestsOf({ requests, assert }: LatencySpec): number {
  if (requests !== undefined) return requests;
  const percentiles = readAccepted(assert, vocabulary).flatMap((line) => tenthsOf(line) ?? []);
  const wanted = percentiles.map((tenths) => needed(2, tenths) ?? mostRequests);
  return Math.max(unlessGiven.requests, ...wanted);
}

type Seen = {
  trace: Trace & { samples: (number | null)[] };
  /** What kept requests from being sent at all; the measurement ended there. */
  stopped: ProbeReason | null;
  /** The first trouble, when no request got any answer. */
  unanswered: ProbeReason | null;
};

/** Not the target's doing, or the same for each further request: what was measured until then is no sample. */
const stopping: readonly ProbeReason["code"][] = [
  "address-refused",
  "port-refused",
  "name-unresolved",
  "dns-timeout",
  "secret-missing",
  "secret-refused",
  "body-too-large",
  "cancelled",
];

async function observe(asked: LatencySpec, connect: Reach, signal: AbortSignal): Promise<Seen> {
  const request = requestOf(asked, "*/*");
  const latestStart = performance.now() + withinMsOf(asked) - request.timeoutMs;
  const concurrency = asked.concurrency ?? unlessGiven.concurrency;
  const seen: Seen = {
    trace: { ...emptyTrace(null), samples: [] },
    stopped: null,
    unanswered: null,
  };
  let answered = false;
  const send = async (counted: (exchange: Exchange) => void) => {
    const exchange = await connect.http(request, signal);
    const { problem } = exchange.trace;
    if (problem !== null && stopping.includes(problem.code)) seen.stopped ??= problem;
    else counted(exchange);
    answered ||= exchange.status !== null;
    seen.unanswered = answered ? null : (seen.unanswered ?? problem);
  };
  const goOn = (most: number) => (begun: number) =>
    begun < most && seen.stopped === null && !signal.aborted && performance.now() <= latestStart;
  await askMany(concurrency, goOn(asked.warmup ?? unlessGiven.warmup), () => send(() => undefined));
  await askMany(concurrency, goOn(requestsOf(asked)), (index) =>
    send((exchange) => keep(exchange, index, seen.trace)),
  );
  // A request that a stop left without its sample leaves a gap.
  seen.trace.samples = seen.trace.samples.filter((sample) => sample !== undefined);
  if (signal.aborted) seen.stopped ??= { code: "cancelled", params: {} };
  seen.trace.problem = seen.stopped ?? seen.unanswered;
  return seen;
}

/** Its time, and of the first few the way. */
function keep(exchange: Exchange, index: number, trace: Seen["trace"]): void {
  trace.samples[index] = isFine(exchange) ? Math.round(exchange.elapsedMs * 100) / 100 : null;
  if (index >= shownRequests) return;
  trace.hops.push(...exchange.trace.hops);
  const { headers, body, certificates, certificateFaults } = exchange.trace;
  if (index === 0) Object.assign(trace, { headers, body, certificates, certificateFaults });
}

function judge(asked: LatencySpec, { trace, stopped, unanswered }: Seen): Judgement {
  const { samples } = trace;
  const assertions = readAccepted(asked.assert, vocabulary);
  const sorted = samples
    .map((sample) => sample ?? Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a - b);
  const whole = samples.length === requestsOf(asked);
  const judged = assertions.map((assertion) =>
    stopped === null
      ? judgeTimes(assertion, sorted, whole)
      : judgeAssertion(assertion, { type: "none", code: "not-received", raw: null }),
  );
  const figures = stopped === null && samples.length > 0 ? latencyFigures(assertions, sorted) : [];
  const problem = stopped ?? unanswered;
  if (problem !== null) return conclude(judged, figures, failsFor(problem));
  const open = judged.find(({ unmeasured }) => unmeasured === "too-few");
  const params = { text: open?.text ?? "", ...open?.params };
  const undecided = { reason: { code: "undecided", params }, verdict: "inconclusive" } as const;
  return conclude(judged, figures, open === undefined ? null : undecided);
}

export const kind = defineKind({ name: "latency", spec, observe, judge });
