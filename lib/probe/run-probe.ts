import { errorCode } from "@/lib/probe/bounds";
import { createGuard, type Resolver } from "@/lib/probe/guard";
import { emptyTrace, type Trace } from "@/lib/probe/kind";
import { kindNamed } from "@/lib/probe/kinds";
import { createReach } from "@/lib/probe/reach";
import {
  type Evidence,
  type Hop,
  type ProbeReason,
  type ProbeResult,
  probeResultSchema,
  type Verdict,
} from "@/lib/probe/schema";
import { fillSpec, type ProbeSpec, parseSpec, type Values } from "@/lib/probe/spec";
import { specHash } from "@/lib/probe/spec-hash";

/** Changes whenever the same answer could get another verdict. */
export const engineVersion = "1";

export type ProbeOrder = {
  /** A probe's spec as stored or as read from YAML; checked here. */
  spec: unknown;
  /** CIDRs and single addresses that the environment opens. */
  allow: readonly string[];
  values: Values;
  signal: AbortSignal;
  now: Date;
  resolver?: Resolver;
};

/** Runs a probe once. Never rejects: whatever goes wrong is a verdict with a reason, within the spec's time. */
export async function runProbe(order: ProbeOrder): Promise<ProbeResult> {
  const started = performance.now();
  const evidence = emptyEvidence(order.now);
  try {
    const result = await run(order, evidence);
    return wellFormed(finish(result, order.now, started));
  } catch (error) {
    const reason: ProbeReason = { code: "engine-error", params: { why: errorCode(error) } };
    return wellFormed(finish(unmeasured(reason, evidence), order.now, started));
  }
}

async function run(order: ProbeOrder, evidence: Evidence): Promise<ProbeResult> {
  const read = parseSpec(order.spec);
  if (!read.ok) return unmeasured(invalid(read.issues), evidence);
  const { spec: filled, missing } = fillSpec(read.spec, order.values);
  evidence.kind = filled.kind;
  if (missing.length > 0) {
    note(evidence, read.spec);
    const names = missing.join(", ");
    return unmeasured({ code: "variables-missing", params: { names } }, evidence);
  }
  const ready = parseSpec(filled);
  if (!ready.ok) return unmeasured(invalid(ready.issues), evidence);
  note(evidence, ready.spec);
  const guard = createGuard({ allow: order.allow, resolver: order.resolver });
  const kind = kindNamed(ready.spec.kind);
  if (kind === null) throw new Error(`No kind ${ready.spec.kind}`);
  const reach = createReach(guard, order.now);
  const { trace, judgement } = await kind.measure(ready.spec, reach, order.signal);
  return {
    ...judgement,
    verdict: sober(judgement.verdict, judgement),
    evidence: withTrace(evidence, trace),
  };
}

/** The last word: a pass needs assertions, each of them held. Whatever a kind's judge says. */
function sober(verdict: Verdict, { assertions }: Pick<ProbeResult, "assertions">): Verdict {
  const held = assertions.length > 0 && assertions.every((one) => one.verdict === "pass");
  return verdict === "pass" && !held ? "inconclusive" : verdict;
}

function invalid(issues: { path: string; message: string }[]): ProbeReason {
  const [first] = issues;
  return {
    code: "spec-invalid",
    params: { path: first?.path ?? "", message: first?.message ?? "" },
  };
}

function unmeasured(reason: ProbeReason, evidence: Evidence): ProbeResult {
  return { verdict: "inconclusive", reason, assertions: [], figures: [], evidence };
}

function emptyEvidence(now: Date): Evidence {
  return {
    engine: engineVersion,
    kind: null,
    spec: null,
    specHash: null,
    startedAt: now.toISOString(),
    finishedAt: now.toISOString(),
    address: null,
    phases: null,
    status: null,
    ...withoutProblem(emptyTrace(null)),
    attempts: [],
  };
}

function note(evidence: Evidence, spec: ProbeSpec): void {
  evidence.spec = { ...spec };
  evidence.specHash = specHash(spec);
}

function withoutProblem({ headers, body, certificates, certificateFaults }: Trace) {
  return { headers, body, certificates, certificateFaults };
}

function withTrace(evidence: Evidence, trace: Trace): Evidence {
  const hops = trace.hops.map(rounded);
  const last = hops.at(-1);
  return {
    ...evidence,
    ...withoutProblem(trace),
    address: last?.address ?? null,
    phases: last?.phases ?? null,
    status: last?.status ?? null,
    attempts: [{ hops, problem: trace.problem }],
  };
}

/** Microseconds are noise, and long numbers in a record that people read. */
function rounded(hop: Hop): Hop {
  const round = (ms: number | null) => (ms === null ? null : Math.round(ms * 100) / 100);
  const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = hop.phases;
  const phases = {
    dnsMs: round(dnsMs),
    connectMs: round(connectMs),
    tlsMs: round(tlsMs),
    firstByteMs: round(firstByteMs),
    totalMs: round(totalMs),
  };
  return { ...hop, phases };
}

function finish(result: ProbeResult, now: Date, started: number): ProbeResult {
  const finishedAt = new Date(
    now.getTime() + Math.round(performance.now() - started),
  ).toISOString();
  return { ...result, evidence: { ...result.evidence, finishedAt } };
}

/** A server's bytes must not break the record: no NUL (the database refuses it), no lone surrogates. */
function wellFormed(result: ProbeResult): ProbeResult {
  const clean = (text: string) => text.toWellFormed().replaceAll("\u0000", "\ufffd");
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return clean(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [clean(key), walk(inner)]),
    );
  };
  return probeResultSchema.parse(walk(result));
}
