import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";

/** The installation's key: signs heads of logs. Ed25519. */
export type LogKey = {
  /** SHA-256 of the public key (SPKI, DER), lower-case hex. */
  id: string;
  privateKey: KeyObject;
  /** PEM. */
  publicKey: string;
};

/**
 * Reads a private key: PEM, base64 of its DER (PKCS #8), or `file:` and the path of either.
 * Throws with what is wrong, never with the key.
 */
export function readLogKey(text: string): LogKey {
  const given = text.startsWith("file:") ? readFileSync(text.slice(5), "utf8") : text;
  const privateKey = parsePrivateKey(given.trim());
  if (privateKey.asymmetricKeyType !== "ed25519")
    throw new Error("must be an Ed25519 key; make one with: openssl genpkey -algorithm ed25519");
  const publicKey = createPublicKey(privateKey);
  return { ...describePublicKey(publicKey), privateKey };
}

/** Id and PEM of a public key. */
export function describePublicKey(key: KeyObject): { id: string; publicKey: string } {
  const der = key.export({ type: "spki", format: "der" });
  const id = createHash("sha256").update(der).digest("hex");
  return { id, publicKey: key.export({ type: "spki", format: "pem" }).toString() };
}

function parsePrivateKey(text: string): KeyObject {
  try {
    return text.startsWith("-----BEGIN")
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.from(text, "base64"), format: "der", type: "pkcs8" });
  } catch {
    // OpenSSL's words say nothing to whoever set the variable, and might quote it.
    throw new Error("is not a private key in PEM, nor base64 of one in DER (PKCS #8)");
  }
}
