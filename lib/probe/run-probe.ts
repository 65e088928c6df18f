import { judged } from "@/lib/probe/apart/apart";
import { attempts } from "@/lib/probe/attempts";
import { errorCode } from "@/lib/probe/bounds";
import { emptyEvidence, note, wellFormed, withAttempts } from "@/lib/probe/evidence";
import { createGuard, type Resolver } from "@/lib/probe/guard";
import { kindNamed } from "@/lib/probe/kinds";
import { createReach } from "@/lib/probe/reach";
import { redactor } from "@/lib/probe/redact";
import type { Evidence, ProbeReason, ProbeResult, Verdict } from "@/lib/probe/schema";
import { type SecretFiller, type Secrets, secretFiller } from "@/lib/probe/secrets";
import { fillSpec, parseSpec, type Values } from "@/lib/probe/spec";

export type ProbeOrder = {
  /** A probe's spec as stored or as read from YAML; checked here. */
  spec: unknown;
  /** CIDRs and single addresses that the environment opens. */
  allow: readonly string[];
  /** Ports that the environment opens beyond the usual ones. */
  ports?: readonly number[];
  values: Values;
  /** Named secrets of the environment; none unless given. */
  secrets?: Secrets;
  signal: AbortSignal;
  now: Date;
  resolver?: Resolver;
};

/** Measures once, further attempts after a transport error included. Never rejects: whatever goes wrong is a verdict with a reason, within the spec's time. */
export async function runProbe(order: ProbeOrder): Promise<ProbeResult> {
  const started = performance.now();
  const evidence = emptyEvidence(order.now);
  const secrets = secretFiller(order.secrets ?? (() => null));
  const kept = (result: ProbeResult) =>
    wellFormed(finish(result, order.now, started), redactor(secrets.used));
  try {
    return kept(await run(order, evidence, secrets));
  } catch (error) {
    const reason: ProbeReason = { code: "engine-error", params: { why: errorCode(error) } };
    return kept(unmeasured(reason, evidence));
  }
}

async function run(
  order: ProbeOrder,
  evidence: Evidence,
  secrets: SecretFiller,
): Promise<ProbeResult> {
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
  const guard = createGuard(order);
  const kind = kindNamed(ready.spec.kind);
  if (kind === null) throw new Error(`No kind ${ready.spec.kind}`);
  const reach = createReach(guard, order.now, secrets);
  const tried = await attempts(ready.spec, order.signal, async (spec) => {
    const seen = await kind.look(spec, reach, order.signal);
    return { trace: seen.trace, judgement: await judged(kind, spec, seen) };
  });
  const { judgement } = tried.last;
  return {
    ...judgement,
    verdict: sober(judgement.verdict, judgement),
    evidence: withAttempts(evidence, tried),
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

function finish(result: ProbeResult, now: Date, started: number): ProbeResult {
  const finishedAt = new Date(
    now.getTime() + Math.round(performance.now() - started),
  ).toISOString();
  return { ...result, evidence: { ...result.evidence, finishedAt } };
}
