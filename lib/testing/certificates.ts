import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { isIPv4 } from "node:net";

/**
 * X.509 certificates for tests, written as DER by hand: Node reads certificates but cannot make
 * them, and a test must not need openssl on the machine.
 */

export type Issued = { pem: string; keyPem: string; subject: string; key: KeyObject };

export type CertificateWish = {
  subject: string;
  /** DNS names and IPv4 addresses. */
  names?: string[];
  /** Self-signed when there is none. */
  issuer?: Issued;
  ca?: boolean;
  /** Days from now; negative: in the past. */
  fromDays?: number;
  toDays?: number;
  /** EC on P-256 unless given. */
  key?: "rsa-1024" | "rsa-2048" | "p-192";
  /** The key of a certificate that was issued before: this one renews it. */
  sameKey?: Issued;
  /** What the issuer signs with; sha256 unless given. */
  digest?: "sha1" | "md5";
  /** Extended key usages, as dotted numbers. */
  purposes?: string[];
};

const dayMs = 86_400_000;

export function issueCertificate(wish: CertificateWish): Issued {
  const { privateKey, publicKey } = wish.sameKey ? sameKeyPair(wish.sameKey) : keyPair(wish.key);
  const { subject, issuer, ca = false, names = [], fromDays = -1, toDays = 90 } = wish;
  const { digest = "sha256", purposes = [] } = wish;
  const signingKey = issuer?.key ?? privateKey;
  const algorithm = signatureAlgorithm(signingKey, digest);
  const extensions = [
    basicConstraints(ca),
    ...(names.length === 0 ? [] : [alternativeNames(names)]),
    ...(purposes.length === 0 ? [] : [extendedKeyUsage(purposes)]),
  ];
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name(issuer?.subject ?? subject),
    sequence(time(fromDays), time(toDays)),
    name(subject),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign(digest, body, signingKey);
  const certificate = sequence(body, algorithm, tagged(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    subject,
    key: privateKey,
    keyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    pem: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

function keyPair(key: CertificateWish["key"]): { privateKey: KeyObject; publicKey: KeyObject } {
  if (key === "rsa-1024") return generateKeyPairSync("rsa", { modulusLength: 1024 });
  if (key === "rsa-2048") return generateKeyPairSync("rsa", { modulusLength: 2048 });
  return generateKeyPairSync("ec", { namedCurve: key === "p-192" ? "prime192v1" : "P-256" });
}

const sameKeyPair = ({ key }: Issued) => ({ privateKey: key, publicKey: createPublicKey(key) });

const rsaSignatures = { md5: 4, sha1: 5, sha256: 11 };
const ecSignatures = { md5: "4.1", sha1: "4.1", sha256: "4.3.2" };

function signatureAlgorithm(key: KeyObject, digest: keyof typeof rsaSignatures): Buffer {
  return key.asymmetricKeyType === "rsa"
    ? sequence(oid(`1.2.840.113549.1.1.${rsaSignatures[digest]}`), tagged(0x05))
    : sequence(oid(`1.2.840.10045.${ecSignatures[digest]}`));
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const long = size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(size < 128 ? [size] : long)]), content]);
}

const sequence = (...parts: Buffer[]) => tagged(0x30, ...parts);
const integer = (bytes: Buffer) => tagged(0x02, bytes);
const text = (value: string) => tagged(0x0c, Buffer.from(value));
const name = (common: string) => sequence(tagged(0x31, sequence(oid("2.5.4.3"), text(common))));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = rest.flatMap((part) => {
    const digits = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

/** GeneralizedTime, whole seconds. */
function time(days: number): Buffer {
  const digits = new Date(Date.now() + days * dayMs).toISOString().replace(/\D/g, "").slice(0, 14);
  return tagged(0x18, Buffer.from(`${digits}Z`));
}

function basicConstraints(ca: boolean): Buffer {
  const yes = tagged(0x01, Buffer.from([0xff]));
  return sequence(oid("2.5.29.19"), yes, tagged(0x04, sequence(...(ca ? [yes] : []))));
}

function extendedKeyUsage(purposes: string[]): Buffer {
  return sequence(oid("2.5.29.37"), tagged(0x04, sequence(...purposes.map(oid))));
}

function alternativeNames(names: string[]): Buffer {
  const entries = names.map((entry) =>
    isIPv4(entry)
      ? tagged(0x87, Buffer.from(entry.split(".").map(Number)))
      : tagged(0x82, Buffer.from(entry)),
  );
  return sequence(oid("2.5.29.17"), tagged(0x04, sequence(...entries)));
}
