"use client";

import { useTranslations } from "use-intl";
import { Fact } from "@/components/deployment/probes/fact";
import { Time } from "@/components/ui/time";
import type { CertificateSummary } from "@/lib/probe/schema";
import type { Messages } from "@/messages";

type Fault = keyof Messages["probe"]["faultText"];

/** Everything that is wrong with the certificates, each by itself. */
export function CertificateFaults({ faults }: { faults: readonly string[] }) {
  const t = useTranslations("probe.faultText");
  return (
    <ul className="list-disc pl-4">
      {faults.map((fault) => (
        <li key={fault}>{t.has(fault as Fault) ? t(fault as Fault) : fault}</li>
      ))}
    </ul>
  );
}

/** The chain as it was sent, the server's own certificate first. */
export function Certificates({ certificates }: { certificates: readonly CertificateSummary[] }) {
  const t = useTranslations("probe.evidence");
  return (
    <ol className="grid gap-2">
      {certificates.map((one, at) => (
        <li key={one.fingerprint} className="border-line border-l-2 pl-3">
          <p className="font-medium [overflow-wrap:anywhere]">
            {at === 0 ? t("ownCertificate") : t("issuerCertificate")}: {one.subject}
          </p>
          <dl>
            <Fact name={t("issuer")}>{one.issuer}</Fact>
            <Fact name={t("validity")}>
              <Time iso={one.validFrom} show="date" /> – <Time iso={one.validTo} show="date" />
            </Fact>
            {one.names.length > 0 ? <Fact name={t("names")}>{one.names.join(", ")}</Fact> : null}
            {one.key ? <Fact name={t("key")}>{one.key}</Fact> : null}
            {one.signature ? <Fact name={t("signature")}>{one.signature}</Fact> : null}
            <Fact name={t("fingerprint")} copy={one.fingerprint}>
              <code className="text-xs">{one.fingerprint}</code>
            </Fact>
          </dl>
        </li>
      ))}
    </ol>
  );
}
