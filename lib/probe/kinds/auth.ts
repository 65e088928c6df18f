import { randomBytes } from "node:crypto";
import { z } from "zod";
import { readAccepted } from "@/lib/probe/assertion";
import type { Assertion, Vocabulary, Word } from "@/lib/probe/assertion-shape";
import { requestOf } from "@/lib/probe/http-question";
import {
  conclude,
  failsFor,
  type Judgement,
  judgeAssertion,
  type Measured,
} from "@/lib/probe/judge";
import { defineKind, type Exchange, type Reach, type Trace } from "@/lib/probe/kind";
import { isFine, joined, within } from "@/lib/probe/many";
import type { JudgedAssertion, ProbeFigure, ProbeReason } from "@/lib/probe/schema";
import { namesSecret, withInstead, withoutSecrets } from "@/lib/probe/secrets";
import { isBelow } from "@/lib/probe/sign-in";
import { commonFields, headersField, urlTarget } from "@/lib/probe/spec-fields";

const outcome: Word = { type: "word", words: ["refused", "accepted"] };
const vocabulary: Vocabulary = {
  words: { anonymous: outcome, token: outcome, wrong: outcome },
  paths: false,
  samples: false,
};
/** In the order of sending. `wrong` is sent only when it is asked about. */
const visitors = ["anonymous", "wrong", "token"] as const;
type Visitor = (typeof visitors)[number];

const always = ["anonymous == refused", "token == accepted"];
const refusalUnlessGiven = [401, 403];

const spec = z.strictObject({
  kind: z.literal("auth"),
  target: urlTarget,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
  headers: headersField.refine((headers) => Object.values(headers ?? {}).some(namesSecret), {
    error: 'must name a secret, such as authorization: "Bearer {{secret.API_TOKEN}}"',
  }),
  /** Statuses that count as refused. */
  refusal: z.array(z.int().min(400).max(499)).min(1).max(10).optional(),
  /** A redirect to this address, or to one below it, counts as refused. */
  signIn: urlTarget.optional(),
});
type AuthSpec = z.infer<typeof spec>;

type Seen = { trace: Trace; answers: Partial<Record<Visitor, Exchange>> };

/** Both sides are always asked: a door that opens for a token proves nothing when it stands open. */
function assertionsOf({ assert }: AuthSpec): Assertion[] {
  const read = readAccepted(assert, vocabulary);
  const named = new Set(read.map(({ subject }) => subject.name));
  const added = readAccepted(always, vocabulary).filter(({ subject }) => !named.has(subject.name));
  return [...added, ...read];
}

async function observe(asked: AuthSpec, connect: Reach, signal: AbortSignal): Promise<Seen> {
  const request = requestOf(asked, "application/json, */*;q=0.5");
  const headers = asked.headers ?? {};
  const { send } = within(connect, request.timeoutMs, signal);
  const headersOf: Record<Visitor, () => Readonly<Record<string, string>>> = {
    anonymous: () => withoutSecrets(headers),
    wrong: () => withInstead(headers, randomBytes(24).toString("base64url")),
    token: () => headers,
  };
  const named = new Set(assertionsOf(asked).map(({ subject }) => subject.name));
  const answers: Seen["answers"] = {};
  for (const visitor of visitors.filter((one) => named.has(one))) {
    const answer = await send({ ...request, headers: headersOf[visitor]() });
    answers[visitor] = answer;
    // Whatever keeps one from an answer would keep the next one too.
    if (answer.trace.problem !== null) break;
  }
  const trace = joined(Object.values(answers));
  // What the door protects is no evidence; how it refuses is.
  trace.body = answers.anonymous?.trace.body ?? null;
  if (answers.anonymous && isFine(answers.anonymous)) trace.body = null;
  return { trace, answers };
}

function judge(asked: AuthSpec, { trace, answers }: Seen): Judgement {
  const found = (visitor: Visitor) => measured(asked, answers[visitor]);
  const judged = assertionsOf(asked).map((line) => {
    const visitor = visitors.find((one) => one === line.subject.name);
    if (visitor === undefined) throw new Error(`nobody is called ${line.subject.name}`);
    return judgeVisitor(line, found(visitor));
  });
  const figures = visitors.flatMap((name): ProbeFigure[] => {
    const status = answers[name]?.status ?? null;
    return status === null ? [] : [{ name, value: status, unit: "status" }];
  });
  if (trace.problem !== null) return conclude(judged, figures, failsFor(trace.problem));
  const status = Object.values(answers).find(({ status }) => (status ?? 0) >= 500)?.status ?? null;
  if (status === null) return conclude(judged, figures, null);
  const reason: ProbeReason = { code: "server-error", params: { status } };
  return conclude(judged, figures, { reason, verdict: "fail" });
}

function measured(asked: AuthSpec, answer: Exchange | undefined): Measured {
  if (answer === undefined || answer.trace.problem !== null || answer.status === null) {
    return { type: "none", code: "not-received", raw: null };
  }
  const value = outcomeOf(asked, answer);
  const raw = `${answer.status}`;
  return { type: "string", value, raw, told: value === "neither" ? raw : `${value} (${raw})` };
}

/** What is neither refused nor accepted is not what was asked for; but it proves nothing by being something else. */
function judgeVisitor(line: Assertion, found: Measured): JudgedAssertion {
  const judged = judgeAssertion(line, found);
  const neither = found.type === "string" && found.value === "neither";
  return neither && line.op === "!="
    ? { ...judged, verdict: "inconclusive", unmeasured: "not-received" }
    : judged;
}

function outcomeOf(asked: AuthSpec, answer: Exchange): "refused" | "accepted" | "neither" {
  const { status } = answer;
  if (isFine(answer)) return "accepted";
  if (status !== null && (asked.refusal ?? refusalUnlessGiven).includes(status)) return "refused";
  const [location, ...more] = answer.answerHeaders.location ?? [];
  const leads = status !== null && status >= 300 && status < 400 && more.length === 0;
  if (!leads || location === undefined || asked.signIn === undefined) return "neither";
  const to = URL.parse(location, asked.target);
  return to !== null && isBelow(to, new URL(asked.signIn)) ? "refused" : "neither";
}

export const kind = defineKind({ name: "auth", spec, observe, judge });
