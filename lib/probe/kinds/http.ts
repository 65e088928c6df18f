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
import { commonFields, redirectsField, urlTarget } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: { ...answerWords, body: { type: "text" } },
  paths: true,
  samples: false,
  headers: true,
};

const spec = z
  .strictObject({
    kind: z.literal("http"),
    target: urlTarget,
    ...commonFields(vocabulary, { leastAssertions: 0 }),
    redirects: redirectsField,
    ...requestFields,
  })
  .superRefine(checkRequest);
type HttpSpec = z.infer<typeof spec>;

/** Unless the spec says something about the status, it has to be 2xx. */
function judge({ assert }: HttpSpec, seen: Exchange): Judgement {
  const assertions = withDefault(assert, "status == 2xx", vocabulary);
  const answer = answerOf(seen);
  const judged = assertions.map((line) => judgeAssertion(line, answer.find(line.subject)));
  return concludeAnswer(judged, figuresOf(seen, assertions, answer), seen);
}

export const kind = defineKind({
  name: "http",
  spec,
  observe: (asked, connect, signal) =>
    connect.http(requestOf(asked, "application/json, */*;q=0.5"), signal),
  judge,
});
