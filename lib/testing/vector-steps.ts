import type { Checklist } from "@/lib/checklist/schema";
import { coveredText } from "@/lib/deployment/consequences";
import type { NewDeploymentEvent } from "@/lib/deployment/events";
import type { ItemStateName } from "@/lib/deployment/item-state";
import type { DeploymentState } from "@/lib/deployment/state";
import { planOf } from "@/lib/deployment/units";
import { sha256 } from "@/lib/log/event";
import { hashedManifest } from "@/lib/sign-off/manifest";
import type { Closing } from "@/lib/sign-off/rules";

/** One command of a story: who does what, in the state that the ones before it left. */
export type Step = {
  by: string;
  events(story: Telling): NewDeploymentEvent[];
};
export type Telling = { document: Checklist; state: DeploymentState; at: Date };

/** Signs with the hash of what is covered then. */
export const signs = (
  by: string,
  signOff: string,
  closing: Closing | null = null,
  away: string | null = null,
): Step => ({
  by,
  events({ document, state, at }) {
    const closed = closing ? { ...state, closing } : state;
    const stateHash = sha256(coveredText(document, closed, signOff));
    const teamId = state.signOffs[signOff]?.teamId ?? null;
    const words = { statement: `State ${stateHash.slice(0, 12)}.`, locale: "en", seen: state.last };
    const subject = { signOff, signature: `signature-${state.last + 1}` };
    const manifest = hashedManifest(planOf(document, state), state, signOff, at);
    const until = "2026-12-01T09:00:00.000Z";
    const inTheName = away
      ? { onBehalfOf: { personId: away, delegation: "delegation-1", until } }
      : {};
    const signed = { personId: by, teamId, ...words, stateHash, ...manifest, closing };
    const after = { ...signed, ...inTheName };
    return [{ kind: "sign_off.signed", subject, before: null, after }];
  },
});

export type Story = {
  name: string;
  about: string;
  text: string;
  pins: Pick<DeploymentState, "coveredVersion" | "policy" | "artifact" | "variables">;
  /** By the label of the item that each is bound to. */
  probes: Record<string, Record<string, unknown>>;
  steps: Step[];
};

type Override = { probeId: string; verdict: "fail" | null }[];

/** Changes the item with this text in the reading. */
export function settles(
  label: string,
  state: ItemStateName,
  reason: string | null = null,
  against: Override = [],
  by = "person-mina",
): Step {
  return {
    by,
    events: (story) => {
      const item = itemOf(story, label);
      const before = { state: item.state, reason: item.reason, version: item.version };
      const override = against.length > 0 ? { probes: against } : null;
      const how = { cause: "person" as const, early: false, override, runIds: [] };
      const after = { state, reason, version: item.version + 1, ...how };
      return [{ kind: "item.changed", subject: { item: item.key }, before, after }];
    },
  };
}

export function itemOf({ document, state }: Telling, label: string) {
  const all = document.stages.flatMap(({ sections }) => sections).flatMap(({ items }) => items);
  const written = [...all, ...all.flatMap(({ children }) => children)];
  const key = written.find((item) => item.label === label)?.key ?? label;
  const item = state.items[key];
  if (!item) throw new Error(`no item "${label}"`);
  return item;
}

export const does = (...events: NewDeploymentEvent[]): Step => ({
  by: "person-mina",
  events: () => events,
});

export const measures = (label: string, verdict: "pass" | "fail", counts = true): Step => ({
  by: "person-mina",
  events: (story) => {
    const { key: item } = itemOf(story, label);
    const probe = Object.values(story.state.probes).find(({ itemKey }) => itemKey === item);
    if (!probe) throw new Error(`no probe at "${label}"`);
    const run = `run-${story.state.last}`;
    const at = story.at.toISOString();
    const why = { reason: { code: "as_asserted", params: {} }, figures: [], specHash: null };
    const before = { verdict: probe.latest?.counts ? probe.latest.verdict : null };
    const times = { startedAt: at, finishedAt: at };
    const after = { runId: run, verdict, counts, ...times, ...why, evidenceHash: "0".repeat(64) };
    return [{ kind: "probe.recorded", subject: { probe: probe.id, item, run }, before, after }];
  },
});

/** Signs the sign-off whose text begins so. */
export const signsFor = (by: string, label: string, away: string | null = null): Step => ({
  by,
  events: (story) => {
    const signOff = Object.values(story.state.signOffs).find((one) => one.label.startsWith(label));
    return signs(by, signOff?.key ?? label, null, away).events(story);
  },
});
