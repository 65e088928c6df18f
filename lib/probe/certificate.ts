import type { X509Certificate } from "node:crypto";
import { readAddress } from "@/lib/probe/address";
import { anchorsOf } from "@/lib/probe/certificate-anchors";
import { bestPath, type CertificateFault } from "@/lib/probe/certificate-path";
import { strengthOf } from "@/lib/probe/certificate-strength";
import type { CertificateSummary } from "@/lib/probe/schema";

/**
 * Every fault of a certificate chain. The TLS library stops at the first and may hide the next;
 * a release manager wants to renew once.
 */

export type Examination = {
  faults: CertificateFault[];
  /** The chain leads to a trusted root, and all of it is valid now and strong enough to be believed. */
  chain: boolean;
  host: boolean;
  /** No key or signature on the path is weak. */
  strong: boolean;
  /** The leaf's key and signature, in words. */
  strength: string;
  /** Whole days until the first certificate of the path ends, the trusted root's too; negative when one has. */
  daysLeft: number;
  summaries: CertificateSummary[];
};

const dayMs = 86_400_000;

export function examine(input: {
  /** As the server sent them, leaf first. */
  sent: readonly X509Certificate[];
  leaf: X509Certificate;
  /** Own roots, in PEM; they stand instead of the system's. */
  ca: string | null;
  host: string;
  now: Date;
  /** What the TLS library made of it: nothing passes that it refuses. */
  authorized: boolean;
}): Examination {
  const { leaf, sent, host, now } = input;
  const { path, faults, endsAt } = bestPath(leaf, sent, anchorsOf(input.ca), now);
  if (!servesServers(leaf)) faults.push("wrong-purpose");
  // Beyond structure, time and strength the library knows more: constraints of names and of length.
  if (!input.authorized && faults.length === 0) faults.push("untrusted");
  const chain = faults.length === 0;
  const matches = matchesHost(leaf, host);
  if (!matches) faults.push("wrong-host");
  const { key, signature } = strengthOf(leaf);
  return {
    faults,
    chain,
    host: matches,
    strong: !faults.includes("weak-key") && !faults.includes("weak-signature"),
    strength: `${key}, ${signature}`,
    daysLeft: Math.floor((endsAt - now.getTime()) / dayMs),
    summaries: path.map(summarise),
  };
}

const serverPurposes = ["1.3.6.1.5.5.7.3.1", "2.5.29.37.0"];

/** A certificate that lists its purposes has to list that of a server. */
function servesServers({ keyUsage }: X509Certificate): boolean {
  return keyUsage === undefined || keyUsage.some((purpose) => serverPurposes.includes(purpose));
}

function matchesHost(leaf: X509Certificate, host: string): boolean {
  if (readAddress(host) !== null) return leaf.checkIP(host) !== undefined;
  return leaf.checkHost(host, { subject: "never", partialWildcards: false }) !== undefined;
}

function summarise(certificate: X509Certificate): CertificateSummary {
  const { key, signature } = strengthOf(certificate);
  const oneLine = (text: string) => text.replaceAll("\n", ", ").slice(0, 512);
  return {
    subject: oneLine(certificate.subject ?? ""),
    issuer: oneLine(certificate.issuer ?? ""),
    names: (certificate.subjectAltName ?? "").split(", ").filter(Boolean).slice(0, 50),
    serial: certificate.serialNumber,
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    fingerprint: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
    key,
    signature,
  };
}
