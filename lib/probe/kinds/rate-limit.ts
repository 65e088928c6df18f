import { z } from "zod";
import type { Vocabulary } from "@/lib/probe/assertion-shape";
import { withDefault } from "@/lib/probe/http-answer";
import { requestOf } from "@/lib/probe/http-question";
import { conclude, type Judgement, judgeAssertion, type Measured } from "@/lib/probe/judge";
import { defineKind, type Exchange, type Reach, type Trace } from "@/lib/probe/kind";
import { askMany, joined, shownRequests, within } from "@/lib/probe/many";
import type { ProbeFigure, ProbeReason } from "@/lib/probe/schema";
import { commonFields, headersField, urlTarget } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: { limited: { type: "word", words: ["yes", "no"] } },
  paths: false,
  samples: false,
};

const unlessGiven = { concurrency: 10, status: [429] };

const spec = z.strictObject({
  kind: z.literal("rate-limit"),
  target: urlTarget,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
  /** The largest burst: never by default, it is asked for. */
  requests: z
    .int({ error: "must be a number from 2 to 100: how many requests at most" })
    .min(2)
    .max(100),
  concurrency: z.int().min(1).max(10).optional(),
  /** Statuses that say "too many requests". */
  status: z.array(z.int().min(400).max(599)).min(1).max(10).optional(),
  headers: headersField,
});
type RateLimitSpec = z.infer<typeof spec>;

type Seen = {
  trace: Trace;
  sent: number;
  /** Answers that were neither a limit nor trouble, before the first limit came. */
  letIn: number;
  limit: Exchange | null;
  /** A broken connection or a 5xx: whether a limit would have come cannot be told. */
  trouble: ProbeReason | null;
};

function troubleOf({ status, trace }: Exchange): ProbeReason | null {
  if (trace.problem !== null) return trace.problem;
  if (status === null || status < 500) return null;
  return { code: "server-error", params: { status } };
}

async function observe(asked: RateLimitSpec, connect: Reach, signal: AbortSignal): Promise<Seen> {
  const request = requestOf(asked, "*/*");
  const { send, over } = within(connect, request.timeoutMs, signal);
  const limits = asked.status ?? unlessGiven.status;
  const shown: Exchange[] = [];
  const seen: Omit<Seen, "trace"> = { sent: 0, letIn: 0, limit: null, trouble: null };
  const goOn = (begun: number) =>
    begun < asked.requests && seen.limit === null && seen.trouble === null && !over();
  await askMany(asked.concurrency ?? unlessGiven.concurrency, goOn, async (index) => {
    seen.sent += 1;
    const answer = await send(request);
    const isLimit = answer.status !== null && limits.includes(answer.status);
    if (isLimit) seen.limit ??= answer;
    else seen.trouble ??= troubleOf(answer);
    if (seen.limit === null && seen.trouble === null) seen.letIn += 1;
    if (index < shownRequests && answer !== seen.limit) shown.push(answer);
  });
  const trace = joined(seen.limit === null ? shown : [...shown, seen.limit]);
  trace.body = seen.limit?.trace.body ?? null;
  // Another burst is not what a retry is for.
  trace.problem = seen.letIn === 0 && seen.limit === null ? seen.trouble : null;
  return { ...seen, trace };
}

function judge(asked: RateLimitSpec, seen: Seen): Judgement {
  const { trouble, limit, letIn, sent } = seen;
  const assertions = withDefault(asked.assert, "limited == yes", vocabulary);
  const found = measured(asked, seen);
  const judged = assertions.map((line) => judgeAssertion(line, found));
  const figures: ProbeFigure[] = [{ name: "requests", value: sent, unit: "count" }];
  if (limit !== null) figures.push({ name: "limited after", value: letIn, unit: "count" });
  const [wait] = limit?.answerHeaders["retry-after"] ?? [];
  if (wait !== undefined) figures.push({ name: "retry-after", value: wait.slice(0, 64), unit: "" });
  if (trouble !== null)
    return conclude(judged, figures, { reason: trouble, verdict: "inconclusive" });
  if (limit === null || letIn > 0) return conclude(judged, figures, null);
  const reason: ProbeReason = { code: "not-let-in", params: { got: limit.status ?? "" } };
  return conclude(judged, figures, { reason, verdict: "inconclusive" });
}

function measured(asked: RateLimitSpec, { limit, letIn, trouble, sent }: Seen): Measured {
  if (trouble !== null) return { type: "none", code: "not-received", raw: null };
  if (limit !== null) {
    const raw = `${limit.status} after ${letIn}`;
    if (letIn === 0) return { type: "none", code: "not-let-in", raw };
    return { type: "string", value: "yes", raw, told: `yes (${raw})` };
  }
  const raw = `${letIn} let in`;
  if (sent < asked.requests) return { type: "none", code: "not-received", raw };
  return { type: "string", value: "no", raw, told: `no (${raw})` };
}

export const kind = defineKind({ name: "rate-limit", spec, observe, judge });
