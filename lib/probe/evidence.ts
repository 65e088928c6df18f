import { hasPlace, withoutPlaces } from "@/lib/log/personal";
import type { Tried } from "@/lib/probe/attempts";
import { emptyTrace, type Trace } from "@/lib/probe/kind";
import { asItIs } from "@/lib/probe/redact";
import { type Evidence, type Hop, type ProbeResult, probeResultSchema } from "@/lib/probe/schema";
import type { ProbeSpec } from "@/lib/probe/spec";
import { specHash } from "@/lib/probe/spec-hash";

/** Changes whenever the same answer could get another verdict. */
const engineVersion = "4";

export function emptyEvidence(now: Date): Evidence {
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

export function note(evidence: Evidence, spec: ProbeSpec): void {
  evidence.spec = { ...spec };
  evidence.specHash = specHash(spec);
}

function withoutProblem({ headers, body, certificates, certificateFaults, samples }: Trace) {
  const kept = { headers, body, certificates, certificateFaults };
  return samples === undefined ? kept : { ...kept, samples };
}

/** The last attempt is what was measured; what came before it is kept beside. */
export function withAttempts(evidence: Evidence, { before, last }: Tried): Evidence {
  const attempts = [...before, last].map(({ trace }) => ({
    hops: trace.hops.map(rounded),
    problem: trace.problem,
  }));
  const hop = attempts.at(-1)?.hops.at(-1);
  return {
    ...evidence,
    ...withoutProblem(last.trace),
    address: hop?.address ?? null,
    phases: hop?.phases ?? null,
    status: hop?.status ?? null,
    attempts,
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

/**
 * A server's bytes must not break the record: no NUL (the database refuses it), no lone surrogates, nothing that reads as
 * the place of a personal value. And no secrets: `redact` sees every text of it.
 */
export function wellFormed(result: ProbeResult, redact: (text: string) => string): ProbeResult {
  // JSON escapes exactly these, so a text without such escapes needs no walk through all of it.
  const text = JSON.stringify(result);
  const suspect = redact !== asItIs || /\\u(?:0000|d[89a-f])/.test(text) || hasPlace(text);
  if (!suspect) return probeResultSchema.parse(result);
  const clean = (said: string) => wellNamed(redact(wellNamed(said)));
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return ourWords.has(key) ? value : clean(value);
    // Figures and what assertions got may be numbers that the server sent.
    if (typeof value === "number" && key === "value") {
      return clean(`${value}`) === `${value}` ? value : clean(`${value}`);
    }
    if (Array.isArray(value)) return value.map((inner) => walk(inner, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [wellNamed(name), walk(inner, name)]),
    );
  };
  return probeResultSchema.parse(walk(result, ""));
}

const wellNamed = (name: string) =>
  withoutPlaces(name.toWellFormed().replaceAll("\u0000", "\ufffd"));

/** Fields whose words the engine chose: a secret that reads like one of them must not break the record. */
const ourWords: ReadonlySet<string> = new Set([
  "verdict",
  "code",
  "unmeasured",
  "unit",
  "kind",
  "engine",
  "specHash",
  "sha256",
  "fingerprint",
  "startedAt",
  "finishedAt",
]);
