import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { flattenItems } from "@/lib/checklist/outline";
import { readChecklist } from "@/lib/checklist/read";
import type { Checklist } from "@/lib/checklist/schema";
import { coveredText, withConsequences } from "@/lib/deployment/consequences";
import type { DeploymentEvent, NewDeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import type { DeploymentState } from "@/lib/deployment/state";
import { chain } from "@/lib/log/append";
import { canonical, type LogEvent, sha256 } from "@/lib/log/event";
import { root } from "@/lib/process/roots";
import type { Closing } from "@/lib/sign-off/rules";
import type { Step, Story } from "@/lib/testing/vector-steps";
import { stories } from "@/lib/testing/vector-stories";

/** Test vectors of the covered state, for whoever makes it in another language: docs/covered-state.md. */
export type Vectors = {
  name: string;
  about: string;
  /** The reading of the checklist. */
  document: Checklist;
  events: LogEvent[];
  cases: VectorCase[];
};

export type VectorCase = {
  /** Number of the last event that counts. */
  after: number;
  signOff: string;
  closing: Closing | null;
  text: string;
  sha256: string;
};

const stream = { kind: "deployment" as const, id: "deployment-1" };

function creation({ text, pins, probes }: Story, document: Checklist): NewDeploymentEvent {
  const items = flattenItems(document).map(({ item }) => item);
  const { coveredVersion, policy, ...rest } = pins;
  const finals = ["deployed_by", "approved_by"] as const;
  const teams = document.signOffs.map(({ key, label, team, sectionKey }, position) => ({
    ...{ key, kind: "team" as const, label, teamName: team, teamId: `team-${team}` },
    ...{ sectionKey, position },
  }));
  const after = {
    ...{ title: document.title, version: "1.4.0", plannedAt: null, deployedById: "person-mina" },
    ...{ environment: { id: "environment-1", name: "운영" }, zone: "Asia/Seoul", ...rest },
    project: { id: "project-1", name: "Knowledge Database" },
    template: {
      ...{ id: "template-1", name: document.title, versionId: "version-3", number: 3 },
      ...{ textHash: sha256(text) },
      ...(coveredVersion ? { documentHash: sha256(canonical(document)) } : {}),
    },
    ...(coveredVersion ? { coveredVersion, policy: policy ?? null } : {}),
    items: items.map(({ key }) => key),
    signOffs: [
      ...teams,
      ...finals.map((kind, index) => ({
        ...{ key: `final/${kind}`, kind, label: kind, teamName: null, teamId: null },
        ...{ sectionKey: null, position: teams.length + index },
      })),
    ],
    probes: items.flatMap(({ key: itemKey, label }, index) => {
      const spec = probes[label];
      return spec ? [{ id: `probe-${index}`, itemKey, spec }] : [];
    }),
    ...{ contacts: [], references: [] },
  };
  const subject = { deployment: stream.id };
  return { kind: "deployment.created", subject, before: null, after };
}

/** Tells a story as commands would: what follows by rule, numbers, and the chain. Every signature is a case. */
export function vectorsOf(story: Story, document: Checklist): Vectors {
  const log: LogEvent[] = [];
  const cases: VectorCase[] = [];
  let state: DeploymentState | null = null;
  let head = { last: 0, head: "" };
  const begin: Step = { by: "person-mina", events: () => [creation(story, document)] };
  for (const step of [begin, ...story.steps]) {
    const at = new Date(Date.UTC(2026, 10, 23, 9, head.last));
    const given = state ? step.events({ document, state, at }) : [creation(story, document)];
    for (const event of given) {
      if (event.kind !== "sign_off.signed" || !state) continue;
      const { closing } = event.after;
      const { signOff } = event.subject;
      const text = coveredText(document, closing ? { ...state, closing } : state, signOff);
      cases.push({ after: head.last, signOff, closing, text, sha256: sha256(text) });
    }
    const by = {
      actor: { kind: "person" as const, id: step.by },
      via: "browser" as const,
      at: at.toISOString(),
    };
    let last = head.last;
    const dress = (event: NewDeploymentEvent): DeploymentEvent => {
      const { events } = chain(stream, { last, head: "" }, [event], by);
      last += 1;
      return events[0] as DeploymentEvent;
    };
    const after = withConsequences(document, state, given, dress, (first) => fold([first]));
    const made = chain(stream, head, after.events, by);
    log.push(...made.events);
    ({ state } = after);
    ({ head } = made);
  }
  return { name: story.name, about: story.about, document, events: log, cases };
}

export const vectorFile = (name: string): string => join(root, "docs", "vectors", `${name}.json`);

/** `node bin/vectors.mjs` writes them anew: only when a new version of the covered state is made. */
export async function main(): Promise<number> {
  for (const story of stories) {
    const vectors = vectorsOf(story, readChecklist(story.text));
    writeFileSync(vectorFile(story.name), `${JSON.stringify(vectors, null, 2)}\n`);
    console.log(`${story.name}: ${vectors.cases.length} cases`);
  }
  return 0;
}
