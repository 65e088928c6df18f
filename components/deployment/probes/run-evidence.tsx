"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Time } from "@/components/ui/time";
import type { Evidence } from "@/lib/probe/schema";

const phases = ["dnsMs", "connectMs", "tlsMs", "firstByteMs", "totalMs"] as const;

/** What was really seen, for people who do not read protocols. */
export function RunEvidence({ evidence }: { evidence: Evidence }) {
  const t = useTranslations("probe.evidence");
  const { address, status, body, certificates } = evidence;
  const taken = phases.flatMap((phase) => {
    const ms = evidence.phases?.[phase];
    return ms == null ? [] : [`${t(phase)} ${Math.round(ms)} ms`];
  });
  return (
    <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
      <Fact name={t("time")}>
        <Time iso={evidence.startedAt} />
      </Fact>
      {address ? <Fact name={t("address")}>{address}</Fact> : null}
      {status === null ? null : <Fact name={t("status")}>{status}</Fact>}
      {taken.length > 0 ? <Fact name={t("phases")}>{taken.join(" · ")}</Fact> : null}
      {certificates.slice(0, 1).map((certificate) => (
        <Fact key={certificate.fingerprint} name={t("certificate")}>
          {certificate.subject} · {t("issuedBy", { issuer: certificate.issuer })} · {t("validTo")}{" "}
          <Time iso={certificate.validTo} show="date" />
        </Fact>
      ))}
      {evidence.certificateFaults.length > 0 ? (
        <Fact name={t("faults")}>{evidence.certificateFaults.join(", ")}</Fact>
      ) : null}
      {evidence.attempts.length > 1 ? (
        <Fact name={t("attempts")}>{evidence.attempts.length}</Fact>
      ) : null}
      {body ? (
        <Fact name={t("body", { bytes: body.bytes })}>
          <pre className="max-h-40 overflow-auto whitespace-pre-wrap break-all rounded-md bg-sunken px-2 py-1">
            <code>{body.excerpt}</code>
          </pre>
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
