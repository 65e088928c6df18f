import { createPublicKey, sign, verify } from "node:crypto";
import { z } from "zod";
import type { LogKey } from "@/lib/log/key";

/**
 * The envelope that supply-chain tools read: DSSE (secure-systems-lab/dsse, protocol v1) around an in-toto
 * Statement. Signed are the bytes of the payload, so nobody has to agree on how JSON is written.
 */

export const payloadType = "application/vnd.in-toto+json";

/** Bytes, from their base64 as Node writes it: of two texts for the same bytes only one is taken. */
const base64 = z.string().transform((text, check) => {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) check.addIssue("must be base64");
  return bytes;
});

export const envelopeSchema = z.strictObject({
  payloadType: z.literal(payloadType),
  /** Base64 of the statement's bytes. */
  payload: base64,
  signatures: z
    .array(z.strictObject({ keyid: z.string(), sig: base64 }))
    .min(1)
    .max(16),
});
/** As it is written. */
export type Envelope = z.input<typeof envelopeSchema>;
/** As it is read: its bytes decoded. */
export type OpenEnvelope = z.output<typeof envelopeSchema>;

/** Pre-authentication encoding: lengths in bytes, in decimal. */
function encoded(payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, "utf8"), payload]);
}

/** `statement` is the JSON text that is signed. */
export function seal(statement: string, key: LogKey): Envelope {
  const payload = Buffer.from(statement, "utf8");
  const sig = sign(null, encoded(payload), key.privateKey).toString("base64");
  return {
    payloadType,
    payload: payload.toString("base64"),
    signatures: [{ keyid: key.id, sig }],
  };
}

/** Whether one of the signatures is this key's. `publicKey` is PEM. */
export function isSealedBy({ payload, signatures }: OpenEnvelope, publicKey: string): boolean {
  const key = createPublicKey(publicKey);
  const bytes = encoded(payload);
  return signatures.some(({ sig }) => verify(null, bytes, key, sig));
}
