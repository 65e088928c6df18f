import type { X509Certificate } from "node:crypto";
import type { Anchors } from "@/lib/probe/certificate-anchors";
import { strengthOf } from "@/lib/probe/certificate-strength";
import { kept } from "@/lib/probe/kept";
import type { certificateFaults } from "@/lib/probe/schema";

/** The ways from a server's certificate to a trusted root, and what is wrong with the best of them. Pure. */

export type CertificateFault = (typeof certificateFaults)[number];

const longestPath = 10;

type Path = {
  /** Leaf first; the trusted root only when it is the leaf itself. */
  path: X509Certificate[];
  faults: CertificateFault[];
  /** When the first certificate of it ends, the trusted root's too: in milliseconds since 1970. */
  endsAt: number;
};

const endOf = (certificates: readonly X509Certificate[]) =>
  Math.min(...certificates.map(({ validToDate }) => validToDate.getTime()));

/** A server may send several certificates of one issuer, old and new: the way with the fewest faults, and of those the one that lasts longest, is what clients find. */
export function bestPath(
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  anchors: Anchors,
  now: Date,
): Path {
  const [first, ...others] = pathsFrom([leaf], sent, anchors, { left: mostPaths }).map(
    (way): Path => {
      const own = withAnchor(way);
      return { path: way.path, faults: faultsOf(own, way, now), endsAt: endOf(own) };
    },
  );
  if (first === undefined) return { path: [leaf], faults: ["untrusted"], endsAt: endOf([leaf]) };
  return others.reduce((best, one) => (isBetter(one, best) ? one : best), first);
}

const isBetter = (a: Path, b: Path) =>
  a.faults.length < b.faults.length || (a.faults.length === b.faults.length && a.endsAt > b.endsAt);

/** The root is part of what is trusted, whether it was sent or not. */
const withAnchor = ({ path, anchor }: Way): readonly X509Certificate[] =>
  anchor === null || path.some(same(anchor)) ? path : [...path, anchor];

function faultsOf(
  own: readonly X509Certificate[],
  { ends, anchor }: Way,
  now: Date,
): CertificateFault[] {
  const faults = own.flatMap((certificate, index): CertificateFault[] => {
    const self = certificate.fingerprint256 === anchor?.fingerprint256;
    const { weak } = strengthOf(certificate, { anchor: self });
    return [...timeFaults(certificate, index === 0, now), ...weak];
  });
  return [...new Set([...faults, ...ends])];
}

function timeFaults(
  { validFromDate, validToDate }: X509Certificate,
  isLeaf: boolean,
  now: Date,
): CertificateFault[] {
  if (now > validToDate) return [isLeaf ? "expired" : "issuer-expired"];
  if (now < validFromDate) return [isLeaf ? "not-yet-valid" : "issuer-not-yet-valid"];
  return [];
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

const verified = new Map<string, boolean>();
const mostVerified = 1000;

/** The same two certificates always give the same answer, and the arithmetic of it is dear. */
function issued(issuer: X509Certificate, subject: X509Certificate): boolean {
  const key = `${issuer.fingerprint256} ${subject.fingerprint256}`;
  return kept(verified, mostVerified, key, () => {
    try {
      return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
    } catch {
      // A key or signature that cannot be read has signed nothing.
      return false;
    }
  });
}
