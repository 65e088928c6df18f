import { z } from "zod";
import type { Vocabulary } from "@/lib/probe/assertion-shape";
import { withDefault } from "@/lib/probe/http-answer";
import { requestOf } from "@/lib/probe/http-question";
import {
  conclude,
  failsFor,
  type Judgement,
  judgeAssertion,
  type Measured,
} from "@/lib/probe/judge";
import { defineKind, type Exchange, type Reach, type Trace } from "@/lib/probe/kind";
import { joined, within } from "@/lib/probe/many";
import { namesSecret } from "@/lib/probe/secrets";
import { commonFields, headersField, urlTarget } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: { marker: { type: "word", words: ["refused", "accepted"] } },
  paths: false,
  samples: false,
};

const unlessGiven = {
  parameter: "countersign-probe",
  /** Every rule set knows it, and wherever it were shown it would do nothing but say where it is from. */
  marker: "<script>alert('countersign-waf-probe')</script>",
  refusal: [403, 406],
};
const harmless = "harmless";

const spec = z.strictObject({
  kind: z.literal("waf"),
  target: urlTarget,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
  /** The query parameter that carries the marker. */
  parameter: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: "must be a plain name of at most 64 characters" })
    .optional(),
  marker: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => !namesSecret(text), { error: "must not hold a secret" })
    .optional(),
  /** What counts as refused: statuses, and `closed` for a connection that is closed without an answer. */
  refusal: z
    .array(z.union([z.int().min(400).max(599), z.literal("closed")]))
    .min(1)
    .max(10)
    .optional(),
  headers: headersField,
});
type WafSpec = z.infer<typeof spec>;

type Seen = {
  trace: Trace;
  /** The same request with a harmless value. */
  ordinary: Exchange;
  /** Null when the ordinary one was not let in: there was nothing left to prove. */
  marked: Exchange | null;
};

function withParameter({ target, parameter }: WafSpec, value: string): string {
  const url = new URL(target);
  url.searchParams.append(parameter ?? unlessGiven.parameter, value);
  return url.href;
}

async function observe(asked: WafSpec, connect: Reach, signal: AbortSignal): Promise<Seen> {
  const request = requestOf(asked, "*/*");
  const { send } = within(connect, request.timeoutMs, signal);
  const ordinary = await send({ ...request, target: withParameter(asked, harmless) });
  if (!isLetIn(ordinary)) return { trace: joined([ordinary]), ordinary, marked: null };
  const target = withParameter(asked, asked.marker ?? unlessGiven.marker);
  const marked = await send({ ...request, target });
  const trace = joined([ordinary, marked]);
  // What was asked for is no trouble on the way.
  if (outcomeOf(asked, marked) === "refused") trace.problem = null;
  return { trace, ordinary, marked };
}

const isLetIn = ({ status, trace }: Exchange) =>
  trace.problem === null && status !== null && status >= 200 && status < 400;

function outcomeOf(
  { refusal }: WafSpec,
  { status, trace }: Exchange,
): "refused" | "accepted" | null {
  const refusing = refusal ?? unlessGiven.refusal;
  const closed = trace.problem?.code === "connection-closed";
  if (closed) return refusing.includes("closed") ? "refused" : null;
  if (status !== null && refusing.includes(status)) return "refused";
  return trace.problem === null ? "accepted" : null;
}

function judge(asked: WafSpec, { ordinary, marked }: Seen): Judgement {
  const assertions = withDefault(asked.assert, "marker == refused", vocabulary);
  const found = findMarker(asked, marked);
  const judged = assertions.map((line) => judgeAssertion(line, found));
  const { problem } = ordinary.trace;
  if (problem !== null) return conclude(judged, [], { reason: problem, verdict: "inconclusive" });
  if (marked === null) {
    const params = { got: ordinary.status ?? "" };
    const reason = { code: "not-let-in", params } as const;
    return conclude(judged, [], { reason, verdict: "inconclusive" });
  }
  const trouble = found.type === "none" ? marked.trace.problem : null;
  return conclude(judged, [], trouble === null ? null : failsFor(trouble));
}

function findMarker(asked: WafSpec, marked: Exchange | null): Measured {
  if (marked === null) return { type: "none", code: "not-let-in", raw: null };
  const value = outcomeOf(asked, marked);
  if (value === null) return { type: "none", code: "not-received", raw: null };
  const raw = marked.status === null ? "closed" : `${marked.status}`;
  return { type: "string", value, raw, told: `${value} (${raw})` };
}

export const kind = defineKind({ name: "waf", spec, observe, judge });
