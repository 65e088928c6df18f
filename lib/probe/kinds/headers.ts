import { z } from "zod";
import type { Subject, Vocabulary } from "@/lib/probe/assertion-shape";
import {
  type Answer,
  answerOf,
  answerWords,
  concludeAnswer,
  figuresOf,
  withDefault,
} from "@/lib/probe/http-answer";
import { requestOf } from "@/lib/probe/http-question";
import { type Judgement, judgeAssertion, type Measured } from "@/lib/probe/judge";
import { defineKind, type Exchange } from "@/lib/probe/kind";
import {
  type Finding,
  judgeCsp,
  judgeFrames,
  judgeHsts,
  judgeNosniff,
  judgeReferrer,
} from "@/lib/probe/security-headers";
import { commonFields, headersField, redirectsField, urlTarget } from "@/lib/probe/spec-fields";

const grade = { type: "word", words: ["good", "weak", "missing"] } as const;

const vocabulary: Vocabulary = {
  words: {
    hsts: grade,
    csp: grade,
    nosniff: grade,
    frames: grade,
    referrer: grade,
    status: answerWords.status,
  },
  paths: false,
  samples: false,
  headers: true,
};

const spec = z.strictObject({
  kind: z.literal("headers"),
  target: urlTarget,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
  redirects: redirectsField,
  headers: headersField,
  /** The least max-age of Strict-Transport-Security. */
  hstsDays: z.number().int().min(1).max(36_500).default(180),
  hstsSubDomains: z.boolean().default(false),
});
type HeadersSpec = z.infer<typeof spec>;

const defaults = ["hsts", "csp", "nosniff", "frames", "referrer"].map((word) => `${word} == good`);

/** Unless the spec says something about the status, it has to be 2xx: an error page proves nothing about the site. */
function judge(asked: HeadersSpec, seen: Exchange): Judgement {
  const lines = asked.assert.length === 0 ? defaults : asked.assert;
  const assertions = withDefault(lines, "status == 2xx", vocabulary);
  const answer = answerOf(seen);
  const judged = assertions.map((line) =>
    judgeAssertion(line, find(line.subject, asked, seen, answer)),
  );
  return concludeAnswer(judged, figuresOf(seen, assertions, answer), seen);
}

function find(subject: Subject, asked: HeadersSpec, seen: Exchange, answer: Answer): Measured {
  if (subject.type !== "word" || subject.name === "status") return answer.find(subject);
  if (seen.status === null) return { type: "none", code: "not-received", raw: null };
  const { names, finding } = examine(subject.name, asked, seen);
  const raw = names.flatMap((name) => linesOf(seen, name).map((line) => `${name}: ${line}`));
  return {
    type: "string",
    value: finding.grade,
    raw: raw.length === 0 ? null : raw.join(" | "),
    told: `${finding.grade}: ${finding.why}`,
  };
}

const linesOf = ({ answerHeaders }: Exchange, name: string) =>
  (Object.hasOwn(answerHeaders, name) ? answerHeaders[name] : undefined) ?? [];

const csp = "content-security-policy";
const cspReport = "content-security-policy-report-only";

/** The finding for one word, and the headers that it was made from. */
function examine(
  word: string,
  { hstsDays, hstsSubDomains }: HeadersSpec,
  seen: Exchange,
): { names: string[]; finding: Finding } {
  const from = (names: string[], judged: (...lines: (readonly string[])[]) => Finding) => ({
    names,
    finding: judged(...names.map((name) => linesOf(seen, name))),
  });
  switch (word) {
    case "hsts": {
      const at = URL.parse(seen.trace.hops.at(-1)?.target ?? "");
      const need = { leastDays: hstsDays, subDomains: hstsSubDomains };
      return from(["strict-transport-security"], (lines = []) => judgeHsts(lines, at, need));
    }
    case "csp":
      return from([csp, cspReport], (lines = [], reported = []) => judgeCsp(lines, reported));
    case "nosniff":
      return from(["x-content-type-options"], (lines = []) => judgeNosniff(lines));
    case "frames":
      return from(["x-frame-options", csp], (lines = [], policies = []) =>
        judgeFrames(lines, policies),
      );
    default:
      return from(["referrer-policy"], (lines = []) => judgeReferrer(lines));
  }
}

export const kind = defineKind({
  name: "headers",
  spec,
  observe: (asked, connect, signal) =>
    connect.http(requestOf(asked, "text/html, */*;q=0.5"), signal),
  judge,
});
