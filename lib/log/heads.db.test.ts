import { generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { query } from "@/lib/core/db";
import { type CheckedLog, checkLogs } from "@/lib/log/check-logs";
import { canonical, sha256 } from "@/lib/log/event";
import { keepPublicKey, signMovedHeads, signStreamHead } from "@/lib/log/heads";
import { type LogKey, readLogKey } from "@/lib/log/key";
import { logVerifyCommand } from "@/lib/log/verify-cli";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const newKey = (): LogKey =>
  readLogKey(
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );

/** As the database's owner, who can switch the triggers off: nobody else can. */
async function tamper(text: string, values: unknown[] = []): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
  try {
    for (const table of ["Event", "LogHead", "LogKey"])
      await owner.query(`alter table "${table}" disable trigger all`);
    await owner.query(text, values);
  } finally {
    await owner.end();
  }
}

async function check(streamId: string): Promise<CheckedLog | undefined> {
  for await (const log of checkLogs(streamId)) return log;
  return undefined;
}

async function signedLog(): Promise<{ id: string; key: LogKey }> {
  const made = await makeDeployment({ text: "# List\n\n- [ ] One\n- [ ] Two\n" });
  const { id } = made;
  await settle(made, "One");
  await settle(made, "Two");
  const key = newKey();
  await keepPublicKey(key);
  await signStreamHead(id, key, new Date());
  return { id, key };
}

const fault = async (id: string) => (await check(id))?.fault;

type Body = { number: number; prev: string; actor: unknown };

/** What somebody with the owner's password would do: change one event and chain all of it anew. */
async function chainAnew(id: string): Promise<void> {
  const rows = await query<{ number: number; body: string }>(
    `select number, body from "Event" where "streamId" = $1 order by number`,
    [id],
  );
  let prev = "";
  for (const { number, body } of rows) {
    const event: Body = { ...JSON.parse(body), prev };
    if (number === 1) event.actor = { kind: "system", name: "nobody" };
    const text = canonical(event);
    prev = sha256(text);
    await tamper(`update "Event" set body = $3, hash = $4 where "streamId" = $1 and number = $2`, [
      ...[id, number],
      ...[text, prev],
    ]);
  }
  await tamper(`update "Stream" set head = $2 where id = $1`, [id, prev]);
}

describe("signed heads of logs", () => {
  it("are made once for what is there, and a whole log is told to be whole", async () => {
    const { id, key } = await signedLog();
    await signStreamHead(id, key, new Date());
    const [heads] = await query<{ n: number }>(
      `select count(*)::int as n from "LogHead" where "streamId" = $1`,
      [id],
    );
    expect(heads?.n).toBe(1);
    const log = await check(id);
    expect(log).toMatchObject({ fault: null, signedTo: log?.events });
  });

  it("are made daily for what moved, and not for what did not", async () => {
    const { id, key } = await signedLog();
    await signMovedHeads(key, new Date());
    expect(await signMovedHeads(key, new Date())).toBe(0);
    expect((await check(id))?.fault).toBeNull();
  });

  it.each([
    [
      "an event changed",
      `update "Event" set body = replace(body, '"v":1', '"v":2') where "streamId" = $1 and number = 1`,
      "hash",
    ],
    [
      "an event removed from the middle",
      `delete from "Event" where "streamId" = $1 and number = 1`,
      "gap",
    ],
    [
      "the newest removed",
      `delete from "Event" where "streamId" = $1 and number = (select max(number) from "Event" where "streamId" = $1)`,
      "cut",
    ],
    [
      "the kind in the row changed",
      `update "Event" set kind = 'item.added' where "streamId" = $1 and number = 1`,
      "body",
    ],
    ["the head changed", `update "Stream" set head = 'x' where id = $1`, "head"],
    [
      "a signed head changed",
      `update "LogHead" set hash = 'x' where "streamId" = $1`,
      "signature-forged",
    ],
    [
      "the key removed",
      `delete from "LogKey" where id in (select "keyId" from "LogHead" where "streamId" = $1)`,
      "key-unknown",
    ],
  ])("tell of %s", async (_, statement, code) => {
    const { id } = await signedLog();
    await tamper(statement, [id]);
    expect((await fault(id))?.code).toBe(code);
  });

  it("tell of a log that was cut off with its head, or chained anew", async () => {
    const cut = await signedLog();
    await tamper(`delete from "Event" where "streamId" = $1 and number > 1`, [cut.id]);
    await tamper(
      `update "Stream" set last = 1, head = (select hash from "Event" where "streamId" = $1 and number = 1) where id = $1`,
      [cut.id],
    );
    expect((await fault(cut.id))?.code).toBe("cut");
    const anew = await signedLog();
    await chainAnew(anew.id);
    expect((await fault(anew.id))?.code).toBe("signed-otherwise");
  });

  it("cannot be rewritten by the application", async () => {
    const { id } = await signedLog();
    for (const statement of [
      `update "LogHead" set hash = 'x' where "streamId" = $1`,
      `delete from "LogHead" where "streamId" = $1`,
    ])
      await expect(query(statement, [id])).rejects.toThrow(/permission denied/);
  });

  it("are asked for by a command line that names the first event which does not fit", async () => {
    const { id } = await signedLog();
    const run = async (...args: string[]) => {
      const said: string[] = [];
      const say = (text: string) => void said.push(text);
      const code = await logVerifyCommand(args, { stdout: say, stderr: say, readFile });
      return { code, out: said.join("") };
    };
    expect(await run("--deployment", id)).toMatchObject({ code: 0 });
    expect(await run("--deployment", "none")).toMatchObject({ code: 2 });
    expect(await run("--what")).toMatchObject({ code: 2 });
    await tamper(`delete from "Event" where "streamId" = $1 and number = 1`, [id]);
    const told = await run("--deployment", id);
    expect(told.code).toBe(1);
    expect(told.out).toContain("event 1 is missing");
    const json = await run("--deployment", id, "--json");
    expect(JSON.parse(json.out)).toMatchObject([
      { streamId: id, fault: { number: 1, code: "gap" } },
    ]);
  });
});
