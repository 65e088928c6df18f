import { createPublicKey, sign, verify } from "node:crypto";
import { canonical } from "@/lib/log/event";
import type { LogKey } from "@/lib/log/key";

/** What a log was at a number, signed: from then on nothing up to it can be changed or cut off unseen. */
export type SignedHead = {
  streamId: string;
  number: number;
  /** Hash of that event. */
  hash: string;
  /** ISO 8601, UTC, milliseconds. */
  at: string;
  keyId: string;
  /** Ed25519 over the canonical JSON (RFC 8785) of `{ v: 1, streamId, number, hash, at, keyId }`, base64. */
  signature: string;
};

const signedBytes = ({ streamId, number, hash, at, keyId }: Omit<SignedHead, "signature">) =>
  Buffer.from(canonical({ v: 1, streamId, number, hash, at, keyId }), "utf8");

export function signHead(
  head: Pick<SignedHead, "streamId" | "number" | "hash" | "at">,
  key: LogKey,
): SignedHead {
  const whole = { ...head, keyId: key.id };
  return { ...whole, signature: sign(null, signedBytes(whole), key.privateKey).toString("base64") };
}

/** `publicKey` is PEM. */
export function headIsGenuine(head: SignedHead, publicKey: string): boolean {
  const key = createPublicKey(publicKey);
  return verify(null, signedBytes(head), key, Buffer.from(head.signature, "base64"));
}
