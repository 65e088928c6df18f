import pg from "pg";
import { makeDeployments, openItems, type Place, ticking } from "@/bench/data";
import { type Figure, median } from "@/bench/figures";
import { underLoad } from "@/bench/load";
import { env } from "@/lib/core/env";
import { settleItem } from "@/lib/deployment/item-commands";

const clients = 16;
const rounds = 5;
const seconds = 1;

type Statement = { text: string; values: unknown[]; name?: string };
type Sent = { text: string; values?: unknown[]; name?: string };

/** (a) The command alone, in one process without HTTP, beside its own statements sent as bare SQL in the same run. */
export async function commandFigures(place: Place): Promise<Figure[]> {
  const works = await commands(place);
  const pool = new pg.Pool({ connectionString: env().DATABASE_URL, max: clients });
  try {
    const bare = await replays(place, pool);
    const ping = Array.from({ length: clients }, () => () => pool.query("select 1"));
    const rates = { command: [] as number[], bare: [] as number[], ping: [] as number[] };
    for (let round = 0; round <= rounds; round += 1) {
      const command = await underLoad(works, seconds);
      const sql = await underLoad(bare, seconds);
      const select = await underLoad(ping, seconds / 4);
      if (round === 0) continue; // warms up
      rates.command.push(command.perSecond);
      rates.bare.push(sql.perSecond);
      rates.ping.push(select.perSecond);
    }
    return report(median(rates.command), median(rates.bare), median(rates.ping));
  } finally {
    await pool.end();
  }
}

function report(command: number, bare: number, ping: number): Figure[] {
  const place = `${clients} clients on ${clients} deployments`;
  return [
    { id: "command.rate", title: `Tick as a command, ${place}`, value: command, unit: "/s" },
    { id: "command.bare", title: "Its statements as bare SQL", value: bare, unit: "/s" },
    {
      id: "command.ratio",
      title: "Command to bare SQL",
      value: command / bare,
      unit: "",
      target: { good: "above", than: 0.5 },
    },
    { id: "command.ping", title: "select 1, same pool", value: ping, unit: "/s" },
  ];
}

async function commands(place: Place): Promise<(() => Promise<unknown>)[]> {
  const ids = await makeDeployments(place, clients);
  return Promise.all(
    ids.map(async (id) => {
      const next = ticking(id, await openItems(id));
      return () => settleItem(place.caller, next());
    }),
  );
}

/** On deployments of their own, whose logs end here: bare SQL numbers events, but does not chain them. */
async function replays(place: Place, pool: pg.Pool): Promise<(() => Promise<void>)[]> {
  const works: (() => Promise<void>)[] = [];
  for (const id of await makeDeployments(place, clients)) {
    const next = ticking(id, await openItems(id));
    // The process gets to know the deployment, and its statements their names.
    for (let turn = 0; turn < 5; turn += 1) await settleItem(place.caller, next());
    const statements = await recorded(() => settleItem(place.caller, next()));
    works.push(replay(statements, pool));
  }
  return works;
}

/** What work sends to the database, BEGIN and COMMIT too where there are any. */
async function recorded(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function record(this: pg.Client, ...given: unknown[]) {
    const [first, values] = given;
    const { text, name, ...rest } = typeof first === "string" ? { text: first } : (first as Sent);
    const sent = Array.isArray(values) ? values : (rest.values ?? []);
    statements.push({ text, values: sent, ...(name ? { name } : {}) });
    return Reflect.apply(query, this, given);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return statements;
}

/** The same statements with the next numbers, on one connection. */
function replay(statements: readonly Statement[], pool: pg.Pool): () => Promise<void> {
  const first = numberOfEvent(statements);
  let number = first;
  return async () => {
    number += 1;
    const client = await pool.connect();
    try {
      for (const statement of statements) {
        const values = statement.values.map((value) => renumbered(value, first, number));
        await client.query({ ...statement, values });
      }
    } finally {
      client.release();
    }
  };
}

function numberOfEvent(statements: readonly Statement[]): number {
  const values = statements.flatMap((statement) => statement.values);
  const events = values.find((value) => typeof value === "string" && value.includes('"streamId"'));
  const number = /"number":(\d+)/.exec(String(events))?.[1];
  if (!number) throw new Error("a tick's statements write no event");
  return Number(number);
}

function renumbered(value: unknown, first: number, number: number): unknown {
  if (value === first) return number;
  if (value === first - 1) return number - 1;
  if (typeof value !== "string" || !value.includes('"streamId"')) return value;
  return value.replace(`"number":${first}`, `"number":${number}`);
}
