import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Figure, median } from "@/bench/figures";
import { printedFigures } from "@/bench/printed";
import { longChecklist } from "@/bench/reading";
import { flattenItems } from "@/lib/checklist/outline";
import { readChecklist } from "@/lib/checklist/read";
import { coveredText } from "@/lib/deployment/consequences";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import { dossierOf, type RecordParts } from "@/lib/dossier/make";
import { openDossier, verifyDossier } from "@/lib/dossier/verify";
import { canonical } from "@/lib/log/event";
import { readLogKey } from "@/lib/log/key";
import { prismaFolder } from "@/lib/process/roots";
import { type Step, type Story, settles, signsFor } from "@/lib/testing/vector-steps";
import { vectorsOf } from "@/lib/testing/vectors";

const items = 5_000;
const toggles = 20_000;
const times = 9;

const told = (text: string, probes: Story["probes"], steps: Step[]) => {
  const pins = { coveredVersion: 2 as const, policy: null, artifact: null, variables: {} };
  const story = { name: "bench", about: "", text, pins, probes, steps };
  const document = readChecklist(text);
  const { events } = vectorsOf(story, document);
  // As they are read from the database: each is stored as its canonical text.
  const stored = events.map((event) => JSON.parse(canonical(event)) as DeploymentEvent);
  return { document, events: stored };
};

function taken(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const repeated = (work: () => void): number[] => Array.from({ length: times }, () => taken(work));

/** Every tenth item of a long checklist has a probe; what the last sign-off covers is made from a new state. */
function canonicalFigure(): Figure {
  const text = longChecklist(items);
  const labels = flattenItems(readChecklist(text)).map(({ item }) => item.label);
  const spec = { kind: "http", url: "https://example.com/healthz", expect: { status: 200 } };
  const probes = Object.fromEntries(
    labels.filter((_, index) => index % 10 === 0).map((label) => [label, spec]),
  );
  const { document, events } = told(text, probes, []);
  const all: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const state = fold(events);
    all.push(taken(() => void coveredText(document, state, "final/approved_by")));
  }
  return {
    id: "covered.canonical",
    title: `Canonical state of ${items} items, ${items / 10} of them with a probe`,
    value: median(all),
    unit: "ms",
    note: `the first ${Math.round(all[0] ?? 0)} ms`,
    target: { good: "below", than: 50 },
  };
}

/** A record of the seed's checklist, its first items ticked and unticked over and over, then signed. */
function verifyFigure(): Figure {
  const text = readFileSync(join(prismaFolder, "production-deployment-checklist.md"), "utf8");
  const keys = flattenItems(readChecklist(text)).map(({ item }) => item.key);
  const back = Array.from({ length: toggles }, (_, turn) => {
    const key = keys[turn % 12] ?? "";
    return settles(key, Math.floor(turn / 12) % 2 === 0 ? "done" : "todo");
  });
  const done = keys.map((key) => settles(key, "not_applicable", "For the bench"));
  const team = readChecklist(text).signOffs.map(({ label }, index) =>
    signsFor(`person-${index}`, label),
  );
  const { document, events } = told(text, {}, [...back, ...done, ...team]);
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
  const record = { events, text, document, heads: [], keys: {}, runs: [], people: {}, values: [] };
  const key = readLogKey(pem.toString());
  const file = JSON.stringify(dossierOf(record, key, new Date(), "bench"));
  const all = repeated(() => {
    const verified = verifyDossier(openDossier(file), key.publicKey);
    if (!verified.sound) throw new Error(`not sound: ${JSON.stringify(verified.fault)}`);
  });
  const ms = median(all);
  const best = Math.round((events.length * 1000) / Math.min(...all));
  return {
    id: "dossier.verify",
    title: "Events a second of a dossier, read and verified",
    value: (events.length * 1000) / ms,
    unit: "/s",
    note: `${events.length} events, ${Math.round(file.length / 1e6)} MB; the fastest of ${times} rounds ${best}`,
    target: { good: "above", than: 100_000 },
  };
}

/** Everything of the seed's checklist settled, each team signed, sealed. */
function seedRecord(): RecordParts {
  const text = readFileSync(join(prismaFolder, "production-deployment-checklist.md"), "utf8");
  const { signOffs } = readChecklist(text);
  const keys = flattenItems(readChecklist(text)).map(({ item }) => item.key);
  const done = keys.map((key) => settles(key, "not_applicable", "For the bench"));
  const team = signOffs.map(({ label }, index) => signsFor(`person-${index}`, label));
  const { document, events } = told(text, {}, [...done, ...team]);
  return { events, text, document, heads: [], keys: {}, runs: [], people: {}, values: [] };
}

/** What of signatures needs no product. */
export const coveredFigures = async (): Promise<Figure[]> => [
  // First, while the process is small: what it grows by is told.
  ...(await printedFigures(seedRecord())),
  canonicalFigure(),
  verifyFigure(),
];
