import type { Checklist } from "@/lib/checklist/schema";
import { query, type Tx } from "@/lib/core/db";
import type { DeploymentState } from "@/lib/deployment/state";

/**
 * What never changes is kept in the process: a document by its version, a state by its number
 * (a state is a pure function of its log up to there). Nobody trusts these without the number read in the
 * same statement that locks or checks permission.
 */
const documents = new Map<string, Checklist>();
const states = new Map<string, DeploymentState>();

function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > most && !oldest.done) map.delete(oldest.value);
}

/** Last known state of a deployment in this process. */
export const heldState = (id: string): DeploymentState | undefined => states.get(id);

/** Keeps a committed state, unless a newer one is held. */
export function holdState(state: DeploymentState): void {
  const held = states.get(state.id);
  if (!held || held.last <= state.last) remember(states, state.id, state, 256);
}

/** The frozen reading of a published version. The caller has checked that its reader may see it. */
export async function documentOf(versionId: string, tx?: Tx): Promise<Checklist> {
  const held = documents.get(versionId);
  if (held) return held;
  const [row] = await (tx?.query ?? query)<{ document: Checklist }>(
    `select document from "TemplateVersion" where id = $1`,
    [versionId],
  );
  if (!row) throw new Error(`template version ${versionId} is gone`);
  remember(documents, versionId, row.document, 64);
  return row.document;
}
