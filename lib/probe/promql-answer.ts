import { z } from "zod";
import { readJson, toPlain } from "@/lib/probe/json-text";
import type { Exchange } from "@/lib/probe/kind";
import type { ProbeReason } from "@/lib/probe/schema";

/** What the query API of a Prometheus server answers, read as its documentation has it. */

const point = z.tuple([z.number(), z.string()]);

const resultSchema = z.union([
  z.object({
    resultType: z.literal("vector"),
    /** `value` is missing where a series holds native histograms. */
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), value: point.optional() }),
    ),
  }),
  z.object({ resultType: z.literal("scalar"), result: point }),
  z.object({ resultType: z.enum(["matrix", "string"]) }),
]);

const successSchema = z.object({
  status: z.literal("success"),
  data: resultSchema,
  warnings: z.array(z.string()).optional(),
});

const errorSchema = z.object({
  status: z.literal("error"),
  errorType: z.string(),
  error: z.string(),
});

export type QueryResult = {
  ok: true;
  /** Each series' labels with its time in seconds and its value as text; null for one that is no number. */
  series: { labels: ReadonlyMap<string, string>; point: [number, string] | null }[];
  /** False for a result that is no present value: a string, or values over time. */
  fits: boolean;
};
type Unread = { ok: false; reason: ProbeReason; raw: string | null };

const longestWhy = 200;

/** An answer that is no result says nothing about the number, whatever kept it from coming. */
export function readQueryAnswer(seen: Exchange): QueryResult | Unread {
  const unread = (code: ProbeReason["code"], params: ProbeReason["params"]): Unread => ({
    ok: false,
    reason: { code, params },
    raw: seen.text,
  });
  const { problem } = seen.trace;
  if (problem !== null) return { ok: false, reason: problem, raw: null };
  const json = parse(seen.text);
  const error = errorSchema.safeParse(json);
  if (error.success) {
    const why = `${error.data.errorType}: ${error.data.error}`.slice(0, longestWhy);
    return unread("query-refused", { why });
  }
  if (seen.status !== 200)
    return unread("not-measured", { text: `status ${seen.status}`, why: "not-received" });
  const success = successSchema.safeParse(json);
  if (!success.success) return unread("answer-malformed", { why: "not the answer of a query API" });
  const { data, warnings = [] } = success.data;
  if (warnings.length > 0)
    return unread("query-warned", { why: warnings.join("; ").slice(0, longestWhy) });
  return resultOf(data);
}

function resultOf(data: z.infer<typeof resultSchema>): QueryResult {
  if (data.resultType === "vector") {
    const series = data.result.map(({ metric, value }) => ({
      labels: new Map(Object.entries(metric)),
      point: value ?? null,
    }));
    return { ok: true, fits: true, series };
  }
  if (data.resultType === "scalar")
    return { ok: true, fits: true, series: [{ labels: new Map(), point: data.result }] };
  return { ok: true, fits: false, series: [] };
}

function parse(text: string | null): unknown {
  const read = readJson(text ?? "");
  return read.ok ? toPlain(read.value) : null;
}
