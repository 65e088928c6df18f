import pg from "pg";
import { describe, expect, it } from "vitest";
import { env } from "@/lib/core/env";
import { logFilter } from "@/lib/deployment/log-filter";
import {
  deploymentEventsAfter,
  deploymentLog,
  verifyDeploymentLog,
} from "@/lib/deployment/log-queries";
import type { LogFilter } from "@/lib/log/read";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { makePerson, makeProject } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const text = "# Release\n\n## Prepare\n\n- [ ] One\n- [ ] Two\n- [ ] Three\n";
const all: LogFilter = { kinds: [], person: null, text: "", before: null, limit: 50 };

/** A deployment with a few events. */
async function madeWithEvents() {
  const made = await makeDeployment({ text });
  await settle(made, "One");
  await settle(made, "Two", "blocked", 'The "blue" cluster is at 100% of C:\\disk');
  await settle(made, "Three");
  return made;
}

/** Changes the log behind the application's back: its own role may not. */
async function tamper(statement: string, values: unknown[]): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
  try {
    await owner.query(`alter table "Event" disable trigger user`);
    await owner.query(statement, values);
    await owner.query(`alter table "Event" enable trigger user`);
  } finally {
    await owner.end();
  }
}

describe("a deployment's log", () => {
  it("goes on after a number, in order, with the names of who it speaks of", async () => {
    const made = await madeWithEvents();
    const whole = await deploymentEventsAfter(made.manager.caller, made.id, 0);
    expect(whole.events.map(({ number }) => number)).toEqual(whole.events.map((_, i) => i + 1));
    expect(whole.names[made.manager.id]).toBe(made.manager.name);
    const rest = await deploymentEventsAfter(made.manager.caller, made.id, 2);
    expect(rest.events).toEqual(whole.events.slice(2));
  });

  it("is read in pages, newest first, without a gap or a repetition", async () => {
    const made = await madeWithEvents();
    const { caller } = made.manager;
    const whole = (await deploymentLog(caller, made.id, all)).events;
    const seen: number[] = [];
    let page = await deploymentLog(caller, made.id, { ...all, limit: 2 });
    for (;;) {
      seen.push(...page.events.map(({ number }) => number));
      if (!page.more) break;
      page = await deploymentLog(caller, made.id, { ...all, limit: 2, before: seen.at(-1) ?? 0 });
    }
    expect(seen).toEqual(whole.map(({ number }) => number));
    expect(seen.at(-1)).toBe(1);
  });

  it("can be narrowed to kinds, to a person and to words, taken literally", async () => {
    const made = await madeWithEvents();
    const { caller, id } = made.manager;
    const numbers = async (filter: Partial<LogFilter>) =>
      (await deploymentLog(caller, made.id, { ...all, ...filter })).events.length;
    expect(await numbers({ kinds: ["deployment.created"] })).toBe(1);
    expect(await numbers({ person: id })).toBeGreaterThan(2);
    expect(await numbers({ person: "nobody" })).toBe(0);
    for (const words of ['the "BLUE" cluster', "100% of", "C:\\disk"]) {
      expect(await numbers({ text: words })).toBe(1);
    }
    for (const words of ["100_ of", "100%C", "before"])
      expect(await numbers({ text: words })).toBe(0);
  });

  it("is found by the words that people know an item by, though events hold its key", async () => {
    const made = await makeDeployment({ text: "# R\n\n## Prepare\n\n- [ ] Back up, twice {#b}\n" });
    await settle(made, "Back up, twice");
    const search = { kind: null, person: null, text: "UP, twice", before: null };
    const find = async (named: Record<string, string>) =>
      (await deploymentLog(made.manager.caller, made.id, logFilter(search, named))).events;
    expect(await find({})).toEqual([]);
    expect(await find({ b: "Back up, twice" })).toMatchObject([
      { kind: "item.changed", subject: { item: "b" } },
    ]);
  });

  it("is not found by who may not see the deployment", async () => {
    const made = await madeWithEvents();
    const other = await makeProject();
    const stranger = await makePerson({ roles: [{ role: "viewer", projectId: other.id }] });
    await Promise.all(
      [
        deploymentEventsAfter(stranger.caller, made.id, 0),
        deploymentLog(stranger.caller, made.id, all),
        verifyDeploymentLog(stranger.caller, made.id),
        deploymentLog(made.manager.caller, "no such deployment", all),
      ].map((ask) => expect(ask).rejects.toMatchObject({ code: "not_found" })),
    );
  });

  it("is verified, and names the first event that somebody has changed or removed", async () => {
    const made = await madeWithEvents();
    const { caller } = made.manager;
    const whole = await verifyDeploymentLog(caller, made.id);
    expect(whole.fault).toBeNull();
    expect(whole.events).toBeGreaterThan(3);
    expect(env().DATABASE_URL).not.toBe(process.env.DATABASE_OWNER_URL);
    await tamper(
      `update "Event" set body = replace(body, 'blue', 'green') where "streamId" = $1 and body like '%blue%'`,
      [made.id],
    );
    const [blocked] = (await deploymentLog(caller, made.id, { ...all, text: "green" })).events;
    expect((await verifyDeploymentLog(caller, made.id)).fault).toEqual({
      number: blocked?.number,
      code: "hash",
    });
    await tamper(`delete from "Event" where "streamId" = $1 and number = 2`, [made.id]);
    expect((await verifyDeploymentLog(caller, made.id)).fault).toEqual({ number: 2, code: "gap" });
  });
});
