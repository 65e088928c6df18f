import type { X509Certificate } from "node:crypto";
import { kept } from "@/lib/probe/kept";

/** What protects a certificate, in words for the evidence, and whether it still does. */
export type Strength = { key: string; signature: string; weak: ("weak-key" | "weak-signature")[] };

const leastBits: Readonly<Record<string, number>> = { rsa: 2048, "rsa-pss": 2048, ec: 224 };
const strongKeys = /^(ed25519|ed448|ml-dsa-\d+|slh-dsa-.+)$/;
/** RFC 9155: signatures over these digests can be forged. */
const brokenDigests = /md2|md4|md5|sha-?1(?!\d)|dsaWithSHA(?!\d)/i;

const known = new Map<string, Strength>();
const mostKnown = 1000;

/** The signature on a trusted root says nothing: nobody has to believe it. */
export function strengthOf(certificate: X509Certificate, { anchor } = { anchor: false }): Strength {
  const key = `${anchor} ${certificate.fingerprint256}`;
  return kept(known, mostKnown, key, () => measure(certificate, anchor));
}

function measure(certificate: X509Certificate, anchor: boolean): Strength {
  const { name, strong } = keyOf(certificate);
  const signature = certificate.signatureAlgorithm ?? "unknown";
  const weak: Strength["weak"] = [];
  if (!strong) weak.push("weak-key");
  if (!anchor && brokenDigests.test(signature)) weak.push("weak-signature");
  return { key: name, signature, weak };
}

function keyOf({ publicKey }: X509Certificate): { name: string; strong: boolean } {
  const type = publicKey.asymmetricKeyType ?? "unknown";
  const least = leastBits[type];
  if (least === undefined) return { name: type.toUpperCase(), strong: strongKeys.test(type) };
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  // A curve's name carries its size: prime256v1, secp384r1, brainpoolP256r1, sect233k1.
  const bits = modulusLength ?? Number(/\d{3}/.exec(namedCurve ?? "")?.[0] ?? 0);
  return { name: `${type.toUpperCase()} ${bits} bit`, strong: bits >= least };
}
