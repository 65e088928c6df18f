import { z } from "zod";
import type { Assertion, Vocabulary } from "@/lib/probe/assertion-shape";
import { type HealthBody, readHealth } from "@/lib/probe/health-body";
import {
  type Answer,
  answerOf,
  answerWords,
  figuresOf,
  withDefault,
} from "@/lib/probe/http-answer";
import { requestOf } from "@/lib/probe/http-question";
import {
  conclude,
  failsFor,
  type Judgement,
  judgeAssertion,
  type Measured,
} from "@/lib/probe/judge";
import { defineKind, type Exchange } from "@/lib/probe/kind";
import type { JudgedAssertion, ProbeFigure, UnmeasuredCode } from "@/lib/probe/schema";
import { commonFields, headersField, redirectsField, urlTarget } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: { health: { type: "word", words: ["pass", "warn", "fail"] }, time: answerWords.time },
  paths: true,
  samples: false,
  headers: true,
};

const spec = z.strictObject({
  kind: z.literal("health"),
  target: urlTarget,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
  redirects: redirectsField,
  headers: headersField,
});
type HealthSpec = z.infer<typeof spec>;

function judge({ assert }: HealthSpec, seen: Exchange): Judgement {
  const assertions = withDefault(assert, "health == pass", vocabulary);
  const answer = answerOf(seen);
  const body = bodyOf(seen, answer);
  const health = healthIn(seen, body);
  const judged = assertions.map((assertion) =>
    assertion.subject.name === "health"
      ? judgeHealth(assertion, health)
      : judgeAssertion(assertion, answer.find(assertion.subject)),
  );
  const figures = [...figuresOf(seen, assertions, answer), ...said(health, body)];
  const { problem } = seen.trace;
  return conclude(judged, figures, problem === null ? null : failsFor(problem));
}

const bodyOf = (seen: Exchange, { json }: Answer): HealthBody | null => {
  const { text, trace, openEnd } = seen;
  if (trace.problem !== null) return null;
  if (text === null) return { type: "unclear", code: "unrecognised" };
  const body = readHealth(text, json);
  // Nothing at all and a bare word may be the beginning of something else; JSON says itself where it ends.
  const bare = body.type === "empty" || (body.type === "said" && !json().ok);
  return openEnd && bare ? { type: "unclear", code: "open-ended" } : body;
};

/** Not let in, or asked to wait: that says nothing about health. */
const notTold = [401, 403, 407, 429];

/** Status and body have to agree before it is a pass; a body that says down is a fail with any status. */
function healthIn({ status, text }: Exchange, body: HealthBody | null): Measured {
  const none = (code: UnmeasuredCode, raw: string | null): Measured => ({
    type: "none",
    code,
    raw,
  });
  if (status === null) return none("not-received", null);
  const word = body?.type === "said" ? body.said : null;
  const raw = word === null ? `status ${status}` : `status ${status}, the body says ${word}`;
  const is = (value: "pass" | "warn" | "fail"): Measured => ({
    type: "string",
    value,
    raw,
    told: `${value} (${raw})`,
  });
  if (status >= 500) return is("fail");
  if (body === null) return none("not-received", raw);
  if (body.type === "said") return fromBody(status, body, raw, is, none);
  if (body.type === "empty" && (status === 200 || status === 204)) return is("pass");
  if (body.type === "unclear" && (status < 300 || body.code === "open-ended"))
    return none(body.code, text);
  return status >= 400 && !notTold.includes(status) ? is("fail") : none("unrecognised", raw);
}

function fromBody(
  status: number,
  { health, components }: Extract<HealthBody, { type: "said" }>,
  raw: string,
  is: (value: "pass" | "warn" | "fail") => Measured,
  none: (code: UnmeasuredCode, raw: string) => Measured,
): Measured {
  if (health === "fail") return is("fail");
  if (health === "unknown") return none("unrecognised", raw);
  if (status < 200 || status >= 300) return none("conflicting", raw);
  const down = components.find((one) => one.health === "fail");
  if (health === "pass" && down !== undefined) {
    return none("conflicting", `${raw}, but ${down.name} says ${down.said}`);
  }
  return is(health);
}

/** A warning is neither: only a line that names it (`health != fail`) decides about it. */
function judgeHealth(assertion: Assertion, health: Measured): JudgedAssertion {
  const judged = judgeAssertion(assertion, health);
  if (health.type !== "string") return judged;
  // Who wants no warning does not want worse either.
  if (health.value === "fail" && judged.expected === '!= "warn"')
    return { ...judged, verdict: "fail" };
  const warns = health.value === "warn";
  return warns && judged.expected === '== "pass"'
    ? { ...judged, verdict: "inconclusive", unmeasured: "warning" }
    : judged;
}

/** All of them are looked at. */
const mostShown = 50;

function said(health: Measured, body: HealthBody | null): ProbeFigure[] {
  const text = (name: string, value: string): ProbeFigure => ({ name, value, unit: "" });
  const parts = body?.type === "said" ? body.components.slice(0, mostShown) : [];
  const own = health.type === "string" ? [text("health", health.value)] : [];
  return [...own, ...parts.map((part) => text(part.name, part.said))];
}

export const kind = defineKind({
  name: "health",
  spec,
  observe: (asked, connect, signal) =>
    connect.http(
      requestOf(asked, "application/health+json, application/json, text/plain;q=0.9, */*;q=0.5"),
      signal,
    ),
  judge,
});
