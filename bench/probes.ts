import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, median, quantile } from "@/bench/figures";
import {
  type Contender,
  type Measured,
  specFor,
  startBlackbox,
  startChild,
  startEngine,
  told,
} from "@/bench/probe-contenders";
import type { EngineOrder } from "@/bench/probe-engine";
import type { Ports } from "@/bench/probe-target";
import { issueCertificate } from "@/lib/testing/certificates";

const levels = [1, 10, 50];
const rounds = 3;
const seconds = 2;
const warmUpSeconds = 2;

type Say = (line: string) => void;

/**
 * (g) Probes a second, processor time and memory of the engine: a fresh connection for each probe, guard
 * and three assertions on; beside Prometheus' prober, the two taking turns on the same target.
 */
export async function probeFigures(say: Say): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const ca = issueCertificate({ subject: "Bench CA", ca: true });
  const leaf = issueCertificate({ subject: "target", names: ["127.0.0.1"], issuer: ca });
  const stops: (() => void)[] = [() => rmSync(folder, { recursive: true })];
  try {
    const target = await startChild("probe-target", folder);
    stops.unshift(() => void target.kill());
    target.send({ key: leaf.keyPem, cert: leaf.pem });
    const ports: Ports = await told(target);
    const engine = await startEngine(folder, ca.pem);
    stops.unshift(engine.stop);
    const other = await startBlackbox(folder, ca.pem);
    if (other === null) say("prometheus-blackbox-exporter is not installed: measured without it");
    else stops.unshift(other.stop);
    const figures: Figure[] = [];
    for (const scheme of ["http", "https"] as const) {
      const url = `${scheme}://127.0.0.1:${ports[scheme]}/`;
      figures.push(...(await rates(scheme, url, engine, other, say)));
    }
    figures.push(...(await besideOthers(engine, ports, ca.pem)));
    return figures;
  } finally {
    for (const stop of stops) stop();
  }
}

async function rates(
  scheme: string,
  target: string,
  engine: Contender,
  other: Contender | null,
  say: Say,
): Promise<Figure[]> {
  const contenders = other === null ? [engine] : [engine, other];
  for (const { rate } of contenders) await rate({ target, atOnce: 10, seconds: warmUpSeconds });
  const figures: Figure[] = [];
  for (const atOnce of levels) {
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await engine.rate({ target, atOnce, seconds }));
      if (other !== null) theirs.push(await other.rate({ target, atOnce, seconds }));
    }
    say(`${scheme}, ${atOnce} at once: ${show(ours)}${other ? `; beside it ${show(theirs)}` : ""}`);
    figures.push(...figuresOf(scheme, atOnce, ours, theirs));
  }
  return figures;
}

const show = (measured: Measured[]) =>
  measured.map(({ perSecond }) => `${Math.round(perSecond)}/s`).join(", ");

function figuresOf(scheme: string, atOnce: number, ours: Measured[], theirs: Measured[]): Figure[] {
  const of = (key: keyof Measured) => (from: Measured[]) => median(from.map((one) => one[key]));
  const beside = (key: keyof Measured, unit: string) => {
    if (theirs.length === 0) return "";
    const ratios = ours.map((one, round) => one[key] / (theirs[round]?.[key] ?? Number.NaN));
    const value = of(key)(theirs);
    const shown = key === "cpuMs" ? value.toFixed(2) : Math.round(value);
    return `blackbox-exporter ${shown}${unit}; ratio ${median(ratios).toFixed(2)}`;
  };
  const aim = (key: keyof Measured, good: "above" | "below") =>
    theirs.length === 0 ? {} : { target: { good, than: roundedAim(of(key)(theirs)) } };
  const id = `probes.${scheme}.${atOnce}`;
  return [
    {
      id: `${id}.rate`,
      title: `${scheme} probes, ${atOnce} at once`,
      value: of("perSecond")(ours),
      unit: "/s",
      note: beside("perSecond", "/s"),
      ...aim("perSecond", "above"),
    },
    {
      id: `${id}.cpu`,
      title: `  processor time of each`,
      value: of("cpuMs")(ours),
      unit: "ms",
      note: beside("cpuMs", " ms"),
      ...aim("cpuMs", "below"),
    },
    {
      id: `${id}.memory`,
      title: `  peak memory so far`,
      value: Math.max(...ours.map(({ peakMb }) => peakMb)),
      unit: "MB",
      note: beside("peakMb", " MB"),
      target: { good: "below", than: 150 },
    },
  ];
}

const roundedAim = (value: number) => Math.round(value * 100) / 100;

type Engine = Awaited<ReturnType<typeof startEngine>>;

/** How much later the verdicts of others come while one target says nothing, or much that has to be read. */
async function besideOthers(engine: Engine, ports: Ports, ca: string): Promise<Figure[]> {
  const spec = specFor(`http://127.0.0.1:${ports.http}/`, ca);
  const mute = specFor(`http://127.0.0.1:${ports.hanging}/`, ca);
  const metrics = { kind: "metrics", assert: ["max a_total >= 1"] };
  const slow = [
    {
      id: "probes.hanging",
      title: "A hanging target delays others, at their p99",
      beside: { spec: { ...mute, timeout: "1s", retries: 0 }, ends: "answer-timeout" },
    },
    {
      id: "probes.heavy",
      title: "1 MiB of metrics delays others, at their p99",
      beside: { spec: { ...metrics, target: `http://127.0.0.1:${ports.heavy}/` }, ends: "held" },
    },
  ];
  const p99 = async (beside: EngineOrder["beside"]) => {
    const { times } = await engine.order({ spec, atOnce: 10, seconds, beside });
    return quantile(times, 0.99);
  };
  const figures: Figure[] = [];
  for (const { id, title, beside } of slow) {
    const delays: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const alone = await p99(null);
      delays.push((await p99(beside)) - alone);
    }
    figures.push({
      ...{ id, title, value: Math.max(0, ...delays), unit: "ms" },
      note: `the most of ${rounds} rounds, 10 others at once`,
      target: { good: "below", than: 100 },
    });
  }
  return figures;
}
