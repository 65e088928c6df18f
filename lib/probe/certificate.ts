import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { getCACertificates } from "node:tls";
import type { CertificateSummary, certificateFaults } from "@/lib/probe/schema";

/**
 * Every fault of a certificate chain. The TLS library stops at the first and may hide the next;
 * a release manager wants to renew once.
 */

type CertificateFault = (typeof certificateFaults)[number];

export type Examination = {
  faults: CertificateFault[];
  /** The chain leads to a trusted root, and all of it is valid now. */
  chain: boolean;
  host: boolean;
  /** Whole days until the first certificate of the path ends; negative when one has. */
  daysLeft: number;
  summaries: CertificateSummary[];
};

const dayMs = 86_400_000;
const longestPath = 10;

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
  const anchors = input.ca === null ? systemAnchors() : readPem(input.ca);
  const { path, end } = buildPath(leaf, sent, anchors);
  const faults = new Set<CertificateFault>();
  for (const [index, certificate] of path.entries()) {
    const leafItself = index === 0;
    if (now > certificate.validToDate) faults.add(leafItself ? "expired" : "issuer-expired");
    if (now < certificate.validFromDate)
      faults.add(leafItself ? "not-yet-valid" : "issuer-not-yet-valid");
  }
  if (end !== "trusted") for (const fault of end) faults.add(fault);
  // Beyond structure and time the library knows more: purposes, constraints, weak signatures.
  if (!input.authorized && faults.size === 0) faults.add("untrusted");
  const chain = faults.size === 0;
  const matches = matchesHost(leaf, host);
  if (!matches) faults.add("wrong-host");
  const soonest = Math.min(...path.map(({ validToDate }) => validToDate.getTime()));
  return {
    faults: [...faults],
    chain,
    host: matches,
    daysLeft: Math.floor((soonest - now.getTime()) / dayMs),
    summaries: path.map(summarise),
  };
}

type Path = {
  /** Leaf first; the trusted root only when it is the leaf itself. */
  path: X509Certificate[];
  end: "trusted" | CertificateFault[];
};

function buildPath(
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
): Path {
  const path = [leaf];
  const same = (a: X509Certificate) => (b: X509Certificate) =>
    a.fingerprint256 === b.fingerprint256;
  for (let current = leaf; path.length <= longestPath; ) {
    if (anchors.some(same(current)) || anchors.some((anchor) => issued(anchor, current))) {
      return { path, end: "trusted" };
    }
    if (issued(current, current))
      return { path, end: [path.length === 1 ? "self-signed" : "untrusted"] };
    const next = sent.find(
      (candidate) => candidate.ca && issued(candidate, current) && !path.some(same(candidate)),
    );
    // Servers leave the root out. A leaf alone may lack its intermediate, or come from a root that
    // nobody here trusts: which of the two cannot be seen from outside, so both are said.
    if (next === undefined)
      return { path, end: path.length === 1 ? ["incomplete-chain", "untrusted"] : ["untrusted"] };
    path.push(next);
    current = next;
  }
  return { path, end: ["untrusted"] };
}

function issued(issuer: X509Certificate, subject: X509Certificate): boolean {
  try {
    return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
  } catch {
    // A key or signature that cannot be read has signed nothing.
    return false;
  }
}

function matchesHost(leaf: X509Certificate, host: string): boolean {
  if (isIP(host) !== 0) return leaf.checkIP(host) !== undefined;
  return leaf.checkHost(host, { subject: "never", partialWildcards: false }) !== undefined;
}

let system: X509Certificate[] | null = null;

/** Read once per process: some 150 certificates. */
function systemAnchors(): X509Certificate[] {
  system ??= getCACertificates("default").flatMap(readPem);
  return system;
}

/** The certificates in a PEM text that can be read. */
function readPem(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch {
      // What is no certificate can anchor nothing; the chain is then untrusted, which is said.
      return [];
    }
  });
}

function summarise(certificate: X509Certificate): CertificateSummary {
  const oneLine = (text: string) => text.replaceAll("\n", ", ").slice(0, 512);
  return {
    subject: oneLine(certificate.subject ?? ""),
    issuer: oneLine(certificate.issuer ?? ""),
    names: (certificate.subjectAltName ?? "").split(", ").filter(Boolean).slice(0, 50),
    serial: certificate.serialNumber,
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    fingerprint: certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
  };
}
