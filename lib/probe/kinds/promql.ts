import { z } from "zod";
import { readAccepted } from "@/lib/probe/assertion";
import type { Vocabulary } from "@/lib/probe/assertion-shape";
import { conclude, type Judgement, judgeAssertion } from "@/lib/probe/judge";
import { defineKind, type Exchange, type Trace } from "@/lib/probe/kind";
import { readQueryAnswer } from "@/lib/probe/promql-answer";
import { newestOf, seriesOf } from "@/lib/probe/promql-series";
import { readDurationMs } from "@/lib/probe/quantity";
import { namesSecret } from "@/lib/probe/secrets";
import { fits, judgeSeries } from "@/lib/probe/series";
import {
  commonFields,
  hasVariables,
  headersField,
  redirectsField,
  urlTarget,
} from "@/lib/probe/spec-fields";
import { readSpanMs } from "@/lib/probe/stability";

const vocabulary: Vocabulary = { words: {}, paths: false, samples: "value" };

/** A metric with its labels and nothing around it: only of such a query the age of the data can be asked. */
const selector =
  /^\s*(?:[A-Za-z_:][\w:]*\s*(?:\{(?:[^{}"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\})?|\{(?:[^{}"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\})\s*$/;

const spec = z
  .strictObject({
    kind: z.literal("promql"),
    target: urlTarget,
    query: z
      .string({ error: "needs the query, in PromQL" })
      .min(1, { error: "needs the query, in PromQL" })
      .max(4096, { error: "takes at most 4096 characters" })
      .refine((text) => !namesSecret(text), {
        error: "must not hold a secret: it would be kept as evidence; secrets belong in headers",
      }),
    ...commonFields(vocabulary, { leastAssertions: 1 }),
    redirects: redirectsField,
    headers: headersField,
    /** How old the newest sample may be. */
    maxAge: z
      .string()
      .refine((text) => inBounds(readSpanMs(text)), {
        error: 'must be a time from 1 s to 24 hours, such as "2 minutes"',
      })
      .optional(),
  })
  .superRefine(({ query, maxAge }, context) => {
    if (maxAge === undefined || hasVariables(query) || selector.test(query)) return;
    const message = 'can be told only for a query that is one metric, such as up{job="api"}';
    context.addIssue({ code: "custom", path: ["maxAge"], message });
  });
type PromqlSpec = z.infer<typeof spec>;

const inBounds = (ms: number | null) => ms !== null && ms >= 1000 && ms <= 86_400_000;

/** `ages`: the times of the newest samples, where they were asked for. */
type Answers = { trace: Trace; values: Exchange; ages: Exchange | null; at: number };

function judge({ assert, maxAge }: PromqlSpec, { values, ages, at }: Answers): Judgement {
  const assertions = readAccepted(assert, vocabulary);
  const result = readQueryAnswer(values);
  const times = ages === null ? null : readQueryAnswer(ages);
  const unread = result.ok ? (times === null || times.ok ? null : times) : result;
  if (unread !== null || !result.ok) {
    const raw = unread?.raw ?? null;
    const judged = assertions.map((line) =>
      judgeAssertion(line, { type: "none", code: "not-received", raw }),
    );
    const reason = unread?.reason ?? { code: "engine-error" as const, params: {} };
    return conclude(judged, [], { reason, verdict: "inconclusive" });
  }
  const timesOf = times?.ok ? newestOf(times) : null;
  const maxAgeMs = maxAge === undefined ? null : readSpanMs(maxAge);
  const series = seriesOf(result, at, timesOf, maxAgeMs);
  const results = assertions.map((line) => {
    if (!result.fits) {
      const none = { type: "none" as const, code: "wrong-type" as const, raw: values.text };
      return { judged: judgeAssertion(line, none), figure: null };
    }
    const { subject } = line;
    if (subject.type !== "sample") throw new Error("a promql assertion is about its value");
    return judgeSeries(
      line,
      series.filter(({ labels }) => fits(labels, subject.labels)),
    );
  });
  const figures = results.flatMap(({ figure }) => (figure === null ? [] : [figure]));
  return conclude(
    results.map(({ judged }) => judged),
    figures,
    null,
  );
}

function queryUrl(target: string, query: string): string {
  const url = new URL(target);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/v1/query`;
  url.searchParams.set("query", query);
  return url.href;
}

export const kind = defineKind({
  name: "promql",
  spec,
  async observe(asked, connect, signal): Promise<Answers> {
    const { target, query, redirects, timeout, ca, headers, maxAge } = asked;
    const timeoutMs = readDurationMs(timeout) ?? 0;
    const started = performance.now();
    const ask = (text: string, leftMs: number) =>
      connect.http(
        {
          target: queryUrl(target, text),
          accept: "application/json",
          redirects,
          timeoutMs: leftMs,
          ca: ca ?? null,
          headers,
        },
        signal,
      );
    const values = await ask(query, timeoutMs);
    const at = Date.now();
    if (maxAge === undefined || !readQueryAnswer(values).ok)
      return { trace: values.trace, values, ages: null, at };
    const leftMs = Math.max(1, timeoutMs - (performance.now() - started));
    const ages = await ask(`timestamp(${query})`, leftMs);
    const hops = [...values.trace.hops, ...ages.trace.hops];
    const problem = ages.trace.problem;
    return { trace: { ...values.trace, hops, problem }, values, ages, at };
  },
  judge,
});
