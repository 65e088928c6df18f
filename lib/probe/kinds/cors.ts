import { z } from "zod";
import { readAccepted } from "@/lib/probe/assertion";
import type { Vocabulary } from "@/lib/probe/assertion-shape";
import { type Asked, allowedIn, strangersIn } from "@/lib/probe/cors-answers";
import { requestOf } from "@/lib/probe/http-question";
import {
  conclude,
  failsFor,
  type Judgement,
  judgeAssertion,
  type Measured,
} from "@/lib/probe/judge";
import { defineKind, type Exchange, emptyTrace, type Reach, type Trace } from "@/lib/probe/kind";
import type { ProbeFigure, ProbeReason } from "@/lib/probe/schema";
import { commonFields, hasVariables, headersField, urlTarget } from "@/lib/probe/spec-fields";

const stranger = ["refused", "public", "reflected"] as const;

const vocabulary: Vocabulary = {
  words: {
    allowed: { type: "word", words: ["yes", "simple", "no"] },
    foreign: { type: "word", words: stranger },
    null: { type: "word", words: stranger },
  },
  paths: false,
  samples: false,
};

const originField = z
  .string()
  .max(300)
  .refine((text) => hasVariables(text) || /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,]+$/.test(text), {
    error: "must be an origin, such as https://app.example.com, without a path",
  })
  .optional();

const token = /^[!#$%&'*+.^_`|~\w-]+$/;

const spec = z
  .strictObject({
    kind: z.literal("cors"),
    target: urlTarget,
    ...commonFields(vocabulary, { leastAssertions: 0 }),
    /** The one that has to get through. */
    origin: originField,
    /** What the preflight asks for; the request itself is always a GET. */
    method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
    requestHeaders: z
      .array(z.string().max(100).regex(token, { error: "is not a header's name" }))
      .max(20)
      .default([]),
    credentials: z.boolean().default(false),
    headers: headersField,
  })
  .superRefine(({ origin, assert }, context) => {
    if (origin !== undefined || !assert.some((line) => /^\s*allowed\b/.test(line))) return;
    const message = "is needed to see whether it is allowed";
    context.addIssue({ code: "custom", path: ["origin"], message });
  });
type CorsSpec = z.infer<typeof spec>;

type Role = "allowed" | "foreign" | "null";
type Seen = { trace: Trace; asked: (Asked & { role: Role })[] };

const foreignName = "cors-probe.invalid";

/** Strangers, two of them made to slip through checks that only look at how a name begins or ends. */
function originsOf({ origin }: CorsSpec): { role: Role; origin: string; preflight: boolean }[] {
  const foreign = { role: "foreign" as const, origin: `https://${foreignName}`, preflight: true };
  const sandbox = { role: "null" as const, origin: "null", preflight: true };
  if (origin === undefined) return [foreign, sandbox];
  const [scheme = "", host = ""] = origin.split("://");
  const [, name = "", port = ""] = /^(.*?)(:\d+)?$/.exec(host) ?? [];
  const alike = [`${scheme}://${name}.${foreignName}${port}`, `${scheme}://cors-probe-${host}`];
  return [
    { role: "allowed", origin, preflight: true },
    foreign,
    ...alike.map((one) => ({ role: "foreign" as const, origin: one, preflight: false })),
    sandbox,
  ];
}

async function observe(asked: CorsSpec, connect: Reach, signal: AbortSignal): Promise<Seen> {
  const base = requestOf({ ...asked, method: undefined, body: undefined }, "*/*");
  const deadline = performance.now() + base.timeoutMs;
  const wanted: Record<string, string> =
    asked.requestHeaders.length === 0
      ? {}
      : { "access-control-request-headers": asked.requestHeaders.join(",").toLowerCase() };
  const seen: Seen = { trace: emptyTrace(null), asked: [] };
  const exchanges: Exchange[] = [];
  const ask = async (method: "OPTIONS" | "GET", headers: Record<string, string>) => {
    // Where nobody answers, asking seven times more would prove nothing else.
    if (exchanges.some(({ status }) => status === null)) return null;
    const timeoutMs = Math.max(1, deadline - performance.now());
    const answer = await connect.http({ ...base, method, headers, timeoutMs }, signal);
    exchanges.push(answer);
    return answer;
  };
  for (const { role, origin, preflight } of originsOf(asked)) {
    const may = { origin, "access-control-request-method": asked.method, ...wanted };
    seen.asked.push({
      role,
      origin,
      preflight: preflight ? await ask("OPTIONS", may) : null,
      simple: await ask("GET", { ...asked.headers, origin }),
    });
  }
  const hops = exchanges.flatMap(({ trace }) => trace.hops);
  const problem = exchanges.find(({ trace }) => trace.problem !== null)?.trace.problem ?? null;
  return { ...seen, trace: { ...showing(seen, exchanges), hops, problem } };
}

/** The answer that shows most: what let a stranger in, else what the allowed origin got. */
function showing({ asked }: Seen, exchanges: Exchange[]): Trace {
  const letIn = strangersIn(asked.filter(({ role }) => role !== "allowed")).by;
  const own = asked.find(({ simple }) => simple !== null)?.simple;
  return (letIn ?? own ?? exchanges[0])?.trace ?? emptyTrace(null);
}

function judge(asked: CorsSpec, { trace, asked: seen }: Seen): Judgement {
  const own = asked.origin === undefined ? [] : ["allowed == yes"];
  const defaults = [...own, "foreign == refused", "null == refused"];
  const assertions = readAccepted(asked.assert.length === 0 ? defaults : asked.assert, vocabulary);
  const of = (role: Role) => seen.filter((one) => one.role === role);
  const [foreign, sandbox] = [strangersIn(of("foreign")), strangersIn(of("null"))];
  const [mine] = of("allowed");
  const allowed: Measured =
    mine === undefined
      ? { type: "none", code: "not-received", raw: null }
      : allowedIn(mine, asked, of("foreign")[0]?.simple ?? null);
  const found: Record<Role, Measured> = { allowed, foreign: foreign.found, null: sandbox.found };
  const judged = assertions.map((line) => judgeAssertion(line, found[roleOf(line.subject.name)]));
  const figures = Object.entries(found).flatMap(([name, one]): ProbeFigure[] =>
    one.type === "string" ? [{ name, value: one.value, unit: "" }] : [],
  );
  const exposed = [foreign, sandbox].find(({ worst }) => worst === "exposed");
  if (exposed !== undefined) {
    // Whatever was asked: no line can want this.
    const reason: ProbeReason = { code: "foreign-credentials", params: { origin: exposed.origin } };
    return conclude(judged, figures, { reason, verdict: "fail" });
  }
  if (trace.problem !== null) return conclude(judged, figures, failsFor(trace.problem));
  const status = mine?.simple?.status ?? 0;
  const broken: ProbeReason = { code: "server-error", params: { status } };
  return conclude(judged, figures, status < 500 ? null : { reason: broken, verdict: "fail" });
}

const roleOf = (name: string): Role => (name === "allowed" || name === "foreign" ? name : "null");

export const kind = defineKind({ name: "cors", spec, observe, judge });
