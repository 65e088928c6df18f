"use client";

import { useTranslations } from "use-intl";
import { Attempts } from "@/components/deployment/probes/attempts";
import { CertificateFaults, Certificates } from "@/components/deployment/probes/certificates";
import { Fact, More } from "@/components/deployment/probes/fact";
import { PhaseBar } from "@/components/deployment/probes/phase-bar";
import { Samples } from "@/components/deployment/probes/samples";
import { useFigureText } from "@/components/deployment/probes/use-figure-text";
import { Time } from "@/components/ui/time";
import type { RunView } from "@/lib/deployment/view";
import type { ProbeResult } from "@/lib/probe/schema";

const spanOf = (ms: number) =>
  ms < 10_000 ? { value: ms, unit: "ms" as const } : { value: ms / 1000, unit: "s" as const };

/** How we know: who asked, when, of whom, what came back. What only experts look at is closed at first. */
export function RunEvidence({ run, result }: { run: RunView; result: ProbeResult }) {
  const t = useTranslations("probe.evidence");
  const figureText = useFigureText();
  const { evidence, assertions } = result;
  const { address, status, phases, certificateFaults, samples } = evidence;
  // A run with `for:` began before the measurement that decided it.
  const from = (result.rounds && run.startedAt) ?? evidence.startedAt;
  const to = (result.rounds && run.finishedAt) ?? evidence.finishedAt;
  const tookMs = Date.parse(to) - Date.parse(from);
  const requests = evidence.attempts.reduce((sum, { hops }) => sum + hops.length, 0);
  return (
    <dl className="grid gap-1">
      <Fact name={t("time")}>
        <Time iso={from} />
        {tookMs >= 0 ? ` · ${t("took", { time: figureText(spanOf(tookMs)) })}` : null}
      </Fact>
      <Fact name={t("askedBy")}>{run.requestedByName ?? t("schedule")}</Fact>
      {run.cancelledByName ? <Fact name={t("cancelledBy")}>{run.cancelledByName}</Fact> : null}
      {address ? (
        <Fact name={t("address")} copy={address}>
          <code>{address}</code>
        </Fact>
      ) : null}
      {status === null ? null : <Fact name={t("status")}>{status}</Fact>}
      {phases && Object.values(phases).some((ms) => ms !== null) ? (
        <Fact name={t(requests > 1 ? "phasesOfLast" : "phases")}>
          <PhaseBar phases={phases} />
        </Fact>
      ) : null}
      {samples ? (
        <Fact name={t("requests")}>
          <Samples samples={samples} assertions={assertions} />
        </Fact>
      ) : null}
      {certificateFaults.length > 0 ? (
        <Fact name={t("faults")}>
          <CertificateFaults faults={certificateFaults} />
        </Fact>
      ) : null}
    </dl>
  );
}

/** What was seen byte by byte, and what was asked: closed until somebody wants to check. */
export function RunProof({ run, result: { evidence } }: { run: RunView; result: ProbeResult }) {
  const t = useTranslations("probe.evidence");
  const { body, headers, certificates, attempts } = evidence;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const spec = JSON.stringify(evidence.spec, null, 2);
  const hops = attempts.reduce((sum, attempt) => sum + attempt.hops.length, 0);
  return (
    <div className="text-sm">
      {certificates.length > 0 ? (
        <More title={t("certificates", { n: certificates.length })}>
          <Certificates certificates={certificates} />
        </More>
      ) : null}
      {body ? (
        <More title={t("body", { bytes: body.bytes })}>
          <dl>
            <Fact name={t("bodyHash")} copy={body.sha256}>
              <code className="text-xs">{body.sha256}</code>
            </Fact>
            <Fact name={t("excerpt")} copy={body.excerpt}>
              <Verbatim text={body.excerpt} />
              {body.complete ? null : <p className="text-attention">{t("bodyCut")}</p>}
            </Fact>
          </dl>
        </More>
      ) : null}
      {lines.length > 0 ? (
        <More title={t("headers", { n: lines.length })}>
          <dl>
            <Fact name={t("asSent")} copy={lines.join("\n")}>
              <Verbatim text={lines.join("\n")} />
            </Fact>
          </dl>
        </More>
      ) : null}
      {hops > 0 ? (
        <More title={t("made", { n: attempts.length, requests: hops })}>
          <Attempts attempts={attempts} />
        </More>
      ) : null}
      <More title={t("provenance")}>
        <dl>
          <Fact name={t("run")} copy={run.id}>
            <code className="text-xs">{run.id}</code>
          </Fact>
          <Fact name={t("engine")}>{evidence.engine}</Fact>
          {evidence.specHash ? (
            <Fact name={t("specHash")} copy={evidence.specHash}>
              <code className="text-xs">{evidence.specHash}</code>
            </Fact>
          ) : null}
          {evidence.spec ? (
            <Fact name={t("spec")} copy={spec}>
              <Verbatim text={spec} />
            </Fact>
          ) : null}
        </dl>
      </More>
    </div>
  );
}

function Verbatim({ text }: { text: string }) {
  return (
    <pre className="whitespace-pre-wrap rounded-md bg-sunken px-2 py-1 text-xs [overflow-wrap:anywhere]">
      <code>{text}</code>
    </pre>
  );
}
