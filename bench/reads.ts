import { makeDeployment } from "@/bench/data";
import { type Figure, quantile } from "@/bench/figures";
import { acceptEncoding, underLoad } from "@/bench/load";
import type { Stage } from "@/bench/stage";
import { query } from "@/lib/core/db";

const clients = 16;
const seconds = 5;
const listed = 1_000;

/** (d) What browsers read: one deployment, and the list of a thousand. */
export async function readFigures(stage: Stage): Promise<Figure[]> {
  const id = await makeDeployment(stage.place);
  const view = await reads(stage, `/api/deployments/${id}`);
  await fillUp(stage);
  const list = await reads(stage, "/api/deployments");
  return [
    ...figures("read.view", "Reads of one deployment", view, { good: "above", than: 800 }),
    ...figures("read.list", `Reads of the list, ${listed} deployments`, list),
  ];
}

type Read = Awaited<ReturnType<typeof reads>>;

function figures(id: string, title: string, read: Read, target?: Figure["target"]): Figure[] {
  const { perSecond, times, kilobytes } = read;
  return [
    {
      id: `${id}.rate`,
      title: `${title}, ${clients} connections`,
      value: perSecond,
      unit: "/s",
      note: `${kilobytes.toFixed(1)} kB each`,
      ...(target ? { target } : {}),
    },
    { id: `${id}.p95`, title: `${title}, p95`, value: quantile(times, 0.95), unit: "ms" },
  ];
}

async function reads({ send }: Stage, path: string) {
  let bytes = 0;
  const read = async () => {
    const answered = await send({ method: "GET", path }, acceptEncoding);
    if (answered.status !== 200)
      throw new Error(`GET ${path} was answered with ${answered.status}: ${answered.text()}`);
    bytes = answered.bytes;
  };
  const works = Array.from({ length: clients }, () => read);
  await underLoad(works, 1);
  const rate = await underLoad(works, seconds);
  return { ...rate, kilobytes: bytes / 1000 };
}

/** As many deployments as the list is promised to carry. */
async function fillUp({ place }: Stage): Promise<void> {
  const [row] = await query<{ count: number }>(`select count(*)::int as count from "Deployment"`);
  let left = listed - (row?.count ?? 0);
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await makeDeployment(place, `2.${left}.0`);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}
