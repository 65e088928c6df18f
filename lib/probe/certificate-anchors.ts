import { createHash, X509Certificate } from "node:crypto";
import { getCACertificates } from "node:tls";
import { kept } from "@/lib/probe/kept";

/** The certificates that a chain may end at, found by their subject. */
export type Anchors = {
  /** Those whose subject is this name: the ones that can have issued it. */
  named(subject: string): readonly X509Certificate[];
};

let system: Anchors | null = null;
const own = new Map<string, Anchors>();
const mostOwn = 32;

/** `ca`: own roots in PEM, which stand instead of the system's. Read once each, the latest 32 kept. */
export function anchorsOf(ca: string | null): Anchors {
  if (ca === null) {
    system ??= index(getCACertificates("default").flatMap(readPem));
    return system;
  }
  return kept(own, mostOwn, hashOf(ca), () => index(readPem(ca)));
}

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

function index(certificates: readonly X509Certificate[]): Anchors {
  const bySubject = Map.groupBy(certificates, ({ subject }) => comparable(subject));
  return { named: (subject) => bySubject.get(comparable(subject)) ?? [] };
}

/** Names are compared without regard to case and to how many blanks stand in them (RFC 5280, 7.1). */
const comparable = (name: string | undefined) => (name ?? "").toLowerCase().replace(/ +/g, " ");

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
