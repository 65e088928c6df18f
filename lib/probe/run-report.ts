import { translator } from "@/lib/i18n/translator";
import type { JudgedAssertion, Phases, ProbeReason, ProbeResult } from "@/lib/probe/schema";

/** What `countersign probe run` prints: for people, and for programs. */

const t = translator("en", "probe");

/** `{ code, params, text }`: the code for programs, the sentence for people. */
function worded(reason: ProbeReason) {
  return { ...reason, text: t(`reason.${reason.code}`, reason.params) };
}

export function jsonReport(result: ProbeResult): string {
  const { verdict, reason, assertions, evidence, rounds } = result;
  const report = {
    verdict,
    reason: worded(reason),
    kind: evidence.kind,
    assertions,
    evidence,
    // Only with `for:`: each measurement that led to the verdict.
    ...(rounds ? { rounds } : {}),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The same shape for what is no valid spec: there is no verdict. */
export function jsonInvalid(kind: string | null, params: ProbeReason["params"]): string {
  const said = [params.path, params.message].filter(Boolean).join(": ");
  const reason = { code: "spec-invalid", params, text: `Not a valid spec: ${said}` };
  const report = { verdict: null, reason, kind, assertions: [], evidence: null };
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function textReport({ verdict, reason, assertions, evidence }: ProbeResult): string {
  const lines = [`${t(`verdict.${verdict}`)}: ${worded(reason).text}${detail(reason)}`];
  for (const assertion of assertions) lines.push(`  ${assertionLine(assertion)}`);
  if (evidence.certificateFaults.length > 0)
    lines.push(`  ${t("evidence.faults")}: ${evidence.certificateFaults.join(", ")}`);
  if (evidence.address !== null)
    lines.push(`  ${t("evidence.address")}: ${evidence.address}${times(evidence.phases)}`);
  if (evidence.attempts.length > 1)
    lines.push(`  ${t("evidence.attempts")}: ${evidence.attempts.length}`);
  return `${lines.map(oneLine).join("\n")}\n`;
}

/** What the sentence leaves out: ` (127.0.0.1, loopback)`. */
function detail({ code, params }: ProbeReason): string {
  if (code === "held" || code === "contradicted") return "";
  const said = worded({ code, params }).text;
  const more = Object.values(params).filter((value) => value !== "" && !said.includes(`${value}`));
  return more.length === 0 ? "" : ` (${more.join(", ")})`;
}

function assertionLine(assertion: JudgedAssertion) {
  const { text, expected, actual, raw, verdict, unmeasured, params } = assertion;
  const got = actual ?? raw ?? "nothing";
  const why = unmeasured === null ? "" : ` (${t(`unmeasured.${unmeasured}`, params ?? {})})`;
  return `${t(`verdict.${verdict}`)}: ${text}: expected ${expected}, got ${got}${why}`;
}

const phaseNames = ["dnsMs", "connectMs", "tlsMs", "firstByteMs", "totalMs"] as const;

function times(phases: Phases | null): string {
  const taken = phaseNames.flatMap((name) => {
    const ms = phases?.[name] ?? null;
    return ms === null ? [] : [`${t(`evidence.${name}`)} ${ms} ms`];
  });
  return taken.length === 0 ? "" : `; ${taken.join(", ")}`;
}

/** What a server sent must neither begin a line of its own nor move the terminal's cursor. */
function oneLine(line: string): string {
  return line.replace(/\p{Cc}/gu, (sign) => JSON.stringify(sign).slice(1, -1));
}
