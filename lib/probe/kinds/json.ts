import { z } from "zod";
import type { Vocabulary } from "@/lib/probe/assertion-shape";
import {
  answerOf,
  answerWords,
  concludeAnswer,
  figuresOf,
  withDefault,
} from "@/lib/probe/http-answer";
import { checkRequest, requestFields, requestOf } from "@/lib/probe/http-question";
import { type Judgement, judgeAssertion } from "@/lib/probe/judge";
import { defineKind, type Exchange } from "@/lib/probe/kind";
import { commonFields, hasVariables, redirectsField, urlTarget } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: answerWords,
  paths: true,
  samples: false,
  headers: true,
};

const spec = z
  .strictObject({
    kind: z.literal("json"),
    target: urlTarget,
    ...commonFields(vocabulary, { leastAssertions: 1 }),
    redirects: redirectsField,
    ...requestFields,
  })
  .superRefine(checkRequest)
  .superRefine(({ assert }, context) => {
    // A status alone would prove nothing about the value that the probe is there for.
    if (assert.some((line) => /^\s*\$/.test(line) || hasVariables(line))) return;
    const message = 'needs a line about a value in the body, such as $.status == "green"';
    context.addIssue({ code: "custom", path: ["assert"], message });
  });
type JsonSpec = z.infer<typeof spec>;

/** Other answers than 200 carry other documents, errors above all: one of them counts only when it is asked for. */
function judge({ assert }: JsonSpec, seen: Exchange): Judgement {
  const assertions = withDefault(assert, "status == 200", vocabulary);
  const answer = answerOf(seen);
  const judged = assertions.map((line) => judgeAssertion(line, answer.find(line.subject)));
  return concludeAnswer(judged, figuresOf(seen, assertions, answer), seen);
}

export const kind = defineKind({
  name: "json",
  spec,
  observe: (asked, connect, signal) => connect.http(requestOf(asked, "application/json"), signal),
  judge,
});
