import { requireSignedOut, requireTaken, type Tick, tickOverHttp } from "@/bench/action";
import { makeDeployments, openItems, ticking } from "@/bench/data";
import { type Figure, median, quantile } from "@/bench/figures";
import { underLoad } from "@/bench/load";
import type { Stage } from "@/bench/stage";

const warmUp = 200;
const inARow = 300;
const clients = 16;
const seconds = 5;

/** (a) Ticks over HTTP, as the browser sends them. */
export async function tickFigures(stage: Stage): Promise<Figure[]> {
  const tick = tickOverHttp(stage);
  const row = await oneAfterTheOther(stage, tick);
  const apart = await onSixteen(stage, tick);
  const together = await onOne(stage, tick);
  const refused = await withoutSession(stage);
  const over = "server action over HTTP";
  return [
    { id: "tick.median", title: `Tick, median of ${inARow} in a row`, ...ms(median(row), over) },
    {
      id: "tick.p95",
      title: `Tick, p95 of ${inARow} in a row`,
      ...ms(quantile(row, 0.95), over),
      target: { good: "below", than: 10 },
    },
    {
      id: "tick.sixteen",
      title: `Ticks, ${clients} clients on ${clients} deployments`,
      value: apart.perSecond,
      unit: "/s",
      note: `p95 ${Math.round(quantile(apart.times, 0.95))} ms`,
      target: { good: "above", than: 600 },
    },
    {
      id: "tick.one",
      title: `Ticks, ${clients} clients on one deployment`,
      value: together.perSecond,
      unit: "/s",
      note: `p95 ${Math.round(quantile(together.times, 0.95))} ms`,
      target: { good: "above", than: 300 },
    },
    {
      id: "tick.empty",
      title: `The same action refused at its door, ${clients} clients`,
      value: refused.perSecond,
      unit: "/s",
      note: "what the framework alone can do here",
    },
  ];
}

const ms = (value: number, note: string) => ({ value, unit: "ms", note });

async function oneAfterTheOther({ place }: Stage, tick: Tick): Promise<number[]> {
  const [id = ""] = await makeDeployments(place, 1);
  const next = ticking(id, await openItems(id));
  const times: number[] = [];
  for (let turn = 0; turn < warmUp + inARow; turn += 1) {
    const answered = await tick(next());
    requireTaken(answered);
    if (turn >= warmUp) times.push(answered.ms);
  }
  return times;
}

async function onSixteen({ place }: Stage, tick: Tick) {
  const ids = await makeDeployments(place, clients);
  const works = await Promise.all(
    ids.map(async (id) => {
      const next = ticking(id, await openItems(id));
      return async () => requireTaken(await tick(next()));
    }),
  );
  await underLoad(works, 1);
  return underLoad(works, seconds);
}

/** What is left of a tick when the product does nothing: the bound of all the others on this machine. */
async function withoutSession(stage: Stage) {
  const [deploymentId = ""] = await makeDeployments(stage.place, 1);
  const [itemKey = ""] = await openItems(deploymentId);
  const tick = tickOverHttp(stage, { cookie: "" });
  const works = Array.from(
    { length: clients },
    () => async () =>
      requireSignedOut(await tick({ deploymentId, itemKey, version: 0, to: "done", reason: "" })),
  );
  await underLoad(works, 1);
  return underLoad(works, seconds);
}

/** Each client on its own items, so that all are taken. */
async function onOne({ place }: Stage, tick: Tick) {
  const [id = ""] = await makeDeployments(place, 1);
  const items = await openItems(id);
  const works = Array.from({ length: clients }, (_, index) => {
    const own = items.filter((_, at) => at % clients === index);
    const next = ticking(id, own);
    return async () => requireTaken(await tick(next()));
  });
  await underLoad(works, 1);
  return underLoad(works, seconds);
}
