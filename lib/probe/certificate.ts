import type { X509Certificate } from "node:crypto";
import { readAddress } from "@/lib/probe/address";
import { type Anchors, anchorsOf } from "@/lib/probe/certificate-anchors";
import { strengthOf } from "@/lib/probe/certificate-strength";
import type { CertificateSummary, certificateFaults } from "@/lib/probe/schema";

/**
 * Every fault of a certificate chain. The TLS library stops at the first and may hide the next;
 * a release manager wants to renew once.
 */

type CertificateFault = (typeof certificateFaults)[number];

export type Examination = {
  faults: CertificateFault[];
  /** The chain leads to a trusted root, and all of it is valid now and strong enough to be believed. */
  chain: boolean;
  host: boolean;
  /** No key or signature on the path is weak. */
  strong: boolean;
  /** The leaf's key and signature, in words. */
  strength: string;
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
  const { path, faults } = bestPath(leaf, sent, anchorsOf(input.ca), now);
  if (!servesServers(leaf)) faults.push("wrong-purpose");
  // Beyond structure, time and strength the library knows more: constraints of names and of length.
  if (!input.authorized && faults.length === 0) faults.push("untrusted");
  const chain = faults.length === 0;
  const matches = matchesHost(leaf, host);
  if (!matches) faults.push("wrong-host");
  const soonest = Math.min(...path.map(({ validToDate }) => validToDate.getTime()));
  const { key, signature } = strengthOf(leaf);
  return {
    faults,
    chain,
    host: matches,
    strong: !faults.includes("weak-key") && !faults.includes("weak-signature"),
    strength: `${key}, ${signature}`,
    daysLeft: Math.floor((soonest - now.getTime()) / dayMs),
    summaries: path.map(summarise),
  };
}

type Path = {
  /** Leaf first; the trusted root only when it is the leaf itself. */
  path: X509Certificate[];
  faults: CertificateFault[];
};

/** A server may send several certificates of one issuer, old and new: the way with the fewest faults is what clients find. */
function bestPath(
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  anchors: Anchors,
  now: Date,
): Path {
  const [first, ...others] = pathsFrom([leaf], sent, anchors, { left: mostPaths }).map(
    ({ path, ends, anchor }) => ({ path, faults: faultsOf(path, ends, anchor, now) }),
  );
  if (first === undefined) return { path: [leaf], faults: ["untrusted"] };
  return others.reduce((best, one) => (one.faults.length < best.faults.length ? one : best), first);
}

function faultsOf(
  path: readonly X509Certificate[],
  ends: readonly CertificateFault[],
  anchor: X509Certificate | null,
  now: Date,
): CertificateFault[] {
  const faults = path.flatMap((certificate, index): CertificateFault[] => {
    const { validToDate, validFromDate } = certificate;
    const self = certificate.fingerprint256 === anchor?.fingerprint256;
    return [
      ...(now > validToDate ? ([index === 0 ? "expired" : "issuer-expired"] as const) : []),
      ...(now < validFromDate
        ? ([index === 0 ? "not-yet-valid" : "issuer-not-yet-valid"] as const)
        : []),
      ...strengthOf(certificate, { anchor: self }).weak,
    ];
  });
  const root = anchor === null ? [] : strengthOf(anchor, { anchor: true }).weak;
  return [...new Set([...faults, ...root, ...ends])];
}

type Way = { path: X509Certificate[]; ends: CertificateFault[]; anchor: X509Certificate | null };

/** A hostile server could send a web of certificates: no more ways than this are looked at. */
const mostPaths = 32;

/** Every way from the last certificate of `path` on. Servers leave the root out, so it is not part of a path. */
function pathsFrom(
  path: X509Certificate[],
  sent: readonly X509Certificate[],
  anchors: Anchors,
  budget: { left: number },
): Way[] {
  const current = path.at(-1);
  if (current === undefined || path.length > longestPath || budget.left-- <= 0) return [];
  const itself = anchors.named(current.subject).find(same(current));
  const roots = anchors.named(current.issuer).filter((anchor) => issued(anchor, current));
  const trusted = [...(itself ? [itself] : []), ...roots];
  if (trusted.length > 0) return trusted.map((anchor) => ({ path, ends: [], anchor }));
  const open = (ends: CertificateFault[]): Way[] => [{ path, ends, anchor: null }];
  if (issued(current, current)) return open([path.length === 1 ? "self-signed" : "untrusted"]);
  const signers = sent.filter((one) => issued(one, current) && !path.some(same(one)));
  const further = signers
    .filter(({ ca }) => ca)
    .flatMap((next) => pathsFrom([...path, next], sent, anchors, budget));
  if (further.length > 0) return further;
  // Signed by something that may sign nothing, or by a namesake of a root that did not sign it.
  const known = signers.length > 0 || anchors.named(current.issuer).length > 0;
  // Else the issuer is missing, or comes from a root that nobody here trusts: which of the two
  // cannot be seen from outside, so both are said.
  return open(known ? ["untrusted"] : ["incomplete-chain", "untrusted"]);
}

const same = (a: X509Certificate) => (b: X509Certificate) => a.fingerprint256 === b.fingerprint256;

const serverPurposes = ["1.3.6.1.5.5.7.3.1", "2.5.29.37.0"];

/** A certificate that lists its purposes has to list that of a server. */
function servesServers({ keyUsage }: X509Certificate): boolean {
  return keyUsage === undefined || keyUsage.some((purpose) => serverPurposes.includes(purpose));
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
