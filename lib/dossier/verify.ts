import { createPublicKey } from "node:crypto";
import { coveredHash } from "@/lib/deployment/consequences";
import { statusOf } from "@/lib/deployment/state";
import { checkDocument, checkLeast, checkRuns } from "@/lib/dossier/check-document";
import { checkLog } from "@/lib/dossier/check-log";
import { checkSignatures } from "@/lib/dossier/check-signatures";
import { checkValues } from "@/lib/dossier/check-values";
import { envelopeSchema, isSealedBy, type OpenEnvelope } from "@/lib/dossier/dsse";
import { type DossierFault, demandSame, Unsound } from "@/lib/dossier/fault";
import { lastSignOffKey, subjectOf } from "@/lib/dossier/make";
import { readStatement } from "@/lib/dossier/read-statement";
import type { Predicate, Statement } from "@/lib/dossier/schema";
import { describePublicKey } from "@/lib/log/key";

export type Opened = { envelope: OpenEnvelope; statement: Statement };

export type Verified =
  | { sound: true; keyId: string; pinned: boolean; statement: Statement }
  | { sound: false; fault: DossierFault };

/** Reads a dossier's text; throws with the place that is not as it should be. */
export function openDossier(text: string): Opened {
  const envelope = envelopeSchema.parse(JSON.parse(text));
  const payload = new TextDecoder("utf-8", { fatal: true }).decode(envelope.payload);
  return { envelope, statement: readStatement(JSON.parse(payload)) };
}

/**
 * Checks a dossier with nothing but itself and, if given, the public key (PEM) that must have sealed it. What it says
 * is checked before its seal, so that the first fault names the place and not only the fact.
 */
export function verifyDossier({ envelope, statement }: Opened, publicKey: string | null): Verified {
  try {
    const { predicate } = statement;
    const rare: Predicate = { ...predicate, events: checkLog(predicate) };
    const document = checkDocument(predicate);
    checkRuns(rare);
    checkLeast(rare, document);
    const state = checkSignatures(predicate, document);
    checkValues(rare);
    checkSummary(predicate, state);
    const stateHash = coveredHash(document, state, lastSignOffKey(state));
    demandSame("state-hash", "stateHash", stateHash, predicate.stateHash);
    demandSame(
      "subject",
      "subject",
      subjectOf(state, stateHash),
      statement.subject[0]?.digest.sha256 ?? "",
    );
    return { sound: true, statement, ...checkSeal(envelope, predicate, publicKey) };
  } catch (error) {
    if (error instanceof Unsound) return { sound: false, fault: error.fault };
    throw error;
  }
}

function checkSummary({ deployment }: Predicate, state: ReturnType<typeof checkSignatures>): void {
  const said: Record<string, string | null> = {
    id: state.id,
    title: state.title,
    version: state.version,
    project: state.project.name,
    environment: state.environment.name,
    status: statusOf(state),
    outcome: state.outcome,
  };
  for (const [name, expected] of Object.entries(said))
    demandSame(
      "summary",
      `deployment.${name}`,
      String(expected),
      String(Reflect.get(deployment, name)),
    );
}

function checkSeal(
  envelope: OpenEnvelope,
  { keys }: Predicate,
  publicKey: string | null,
): { keyId: string; pinned: boolean } {
  const candidates = publicKey === null ? Object.values(keys) : [publicKey];
  const sealer = candidates.find((key) => isSealedBy(envelope, key));
  if (sealer === undefined) throw notSealed(envelope, candidates, publicKey !== null);
  const { id } = describePublicKey(createPublicKey(sealer));
  return { keyId: id, pinned: publicKey !== null };
}

/** A seal of another key, or one that names a key it should have but does not fit what is in the envelope. */
function notSealed(envelope: OpenEnvelope, keys: readonly string[], pinned: boolean): Unsound {
  const ids = keys.map((key) => describePublicKey(createPublicKey(key)).id);
  const named = envelope.signatures.map(({ keyid }) => keyid);
  const broken = named.find((id) => ids.includes(id));
  const code = pinned ? "key" : "envelope";
  const whose = pinned ? "the given key" : "one of its keys";
  if (broken !== undefined)
    return new Unsound(
      code,
      "envelope",
      `the content that key ${broken} sealed`,
      "other content: it was changed after sealing",
    );
  const expected = `a seal by ${whose}${pinned ? ` (${ids.join(", ")})` : ""}`;
  return new Unsound(code, "envelope", expected, `a seal by ${named.join(", ")}`);
}
