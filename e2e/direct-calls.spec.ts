import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { actions, forAnybody } from "@/e2e/direct/actions";
import { type Answer, actionCall, builtActions, cookieOf, routeCall } from "@/e2e/direct/call";
import { openRoutes, routes } from "@/e2e/direct/routes";
import { forgedIds, type Ids, makeWorld, traces, type World } from "@/e2e/direct/world";
import { expect, test } from "@/e2e/fixtures";
import { SESSION_COOKIE } from "@/lib/auth/session-token";
import { root } from "@/lib/process/roots";
import type { MadePerson } from "@/lib/testing/fixtures";

/** Calls without a page: a button that is not shown is no protection. */

const origin = process.env.E2E_URL ?? "http://127.0.0.1:3000";
const refusals = ["signed_out", "forbidden", "not_found", "invalid", "conflict", "refused"];
/** A bug that was caught is no answer. */
const isRefusal = ({ code, reason }: Answer) => refusals.includes(code) && reason !== "unexpected";

let world: World;
test.beforeAll(async () => {
  world = await makeWorld();
});

/** No record was asked for, and nothing was taken to an identity provider. */
const notMadeYet = new Set([
  "deployments/[id]/records/[fileId]",
  "deployments/[id]/signing/[signingId]",
]);

type Session = [who: string, person: MadePerson, cookie: string | null];

/** Sessions that count for nothing. */
async function deadSessions({ cast }: World): Promise<Session[]> {
  const whole = await cookieOf(cast.manager);
  const changed = whole.slice(0, -4) + (whole.endsWith("AAAA") ? "BBBB" : "AAAA");
  return [
    ["signed out", cast.manager, null],
    ["with a forged cookie", cast.manager, `${SESSION_COOKIE}=${randomUUID()}`],
    ["with a cookie that was changed", cast.manager, changed],
    ["disabled", cast.disabled, await cookieOf(cast.disabled)],
    ["with a session of before the last password", cast.manager, await cookieOf(cast.manager, 1)],
  ];
}

type Expected = [who: string, answer: Answer, code: string];

/** What everybody is told, beside what they should be; equal lists make one readable difference. */
function compare(name: string, expected: Expected[]) {
  const told = expected.map(([who, { code }]) => `${name}, ${who}: ${code}`);
  expect.soft(told).toEqual(expected.map(([who, , code]) => `${name}, ${who}: ${code}`));
}

test("every server action refuses who may not, says so, and changes nothing", async () => {
  test.setTimeout(240_000);
  const built = builtActions();
  expect([...built.keys()].sort()).toEqual([...Object.keys(actions), ...forAnybody].sort());
  const { cast, here } = world;
  const dead = await deadSessions(world);
  const before = await traces(world);
  for (const [name, row] of Object.entries(actions)) {
    const call = actionCall(origin, built.get(name) ?? "");
    const ask = async (person: MadePerson) => call(row.input(here, world), await cookieOf(person));
    const seen: Expected[] = [];
    for (const [who, , cookie] of dead)
      seen.push([who, await call(row.input(here, world), cookie), "signed_out"]);
    const fresh = row.fresh ?? "forbidden";
    seen.push(["before the one-time password is changed", await ask(cast.fresh), fresh]);
    if (row.viewer) seen.push(["who only reads", await ask(cast.viewer), row.viewer]);
    if (row.stranger) {
      const stranger = await cookieOf(cast.stranger);
      const real = await call(row.input(here, world), stranger);
      const forged = await call(row.input(forgedIds(), world), stranger);
      seen.push(["of another project", real, row.stranger]);
      // Else the answer would tell which ids exist.
      seen.push(["of another project, with forged ids", forged, real.code]);
      expect.soft(forged.reason, `${name}: reason for forged ids`).toBe(real.reason);
    }
    compare(name, seen);
  }
  expect(await traces(world)).toBe(before);
});

test("forged ids, ids of another place and input of no shape are refused by every action, whoever calls", async () => {
  test.setTimeout(240_000);
  const built = builtActions();
  const { cast, here, there } = world;
  const before = await traces(world);
  for (const [name, row] of Object.entries(actions)) {
    const call = actionCall(origin, built.get(name) ?? "");
    const cookie = await cookieOf(cast[row.by]);
    const answers: [string, Answer][] = [];
    const namesIds = row.input.length > 0;
    if (namesIds) answers.push(["forged ids", await call(row.input(forgedIds(), world), cookie)]);
    for (const field of row.foreign ?? []) {
      const mixed: Ids = { ...here, [field]: there[field] };
      answers.push([`${field} of elsewhere`, await call(row.input(mixed, world), cookie)]);
    }
    for (const junk of [null, [], "text", 7, {}, { deploymentId: { $ne: "" }, personId: "\0" }])
      answers.push([`${JSON.stringify(junk)}`, await call(junk, cookie)]);
    const letIn = answers.filter(([, answer]) => !isRefusal(answer));
    expect
      .soft(letIn.map(([what, { code, reason }]) => `${name}, ${what}: ${code} ${reason}`))
      .toEqual([]);
  }
  expect(await traces(world)).toBe(before);
});

test("every route refuses who may not, and answers not found for what they may not see", async () => {
  const found = readdirSync(join(root, "app", "api"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.ts$/.test(file))
    .map((file) => file.replace(/\/?route\.ts$/, ""));
  expect(found.sort()).toEqual([...Object.keys(routes), ...openRoutes].sort());
  const { cast, here } = world;
  const dead = await deadSessions(world);
  for (const [name, row] of Object.entries(routes)) {
    const ask = async (person: MadePerson, ids = here, cookie?: string | null) =>
      routeCall(
        origin,
        row.path(ids, person),
        cookie === undefined ? await cookieOf(person) : cookie,
        row.body?.(ids),
      );
    const seen: Expected[] = [];
    for (const [who, person, cookie] of dead)
      seen.push([who, await ask(person, here, cookie), "signed_out"]);
    seen.push([
      "before the one-time password is changed",
      await ask(cast.fresh),
      row.fresh ?? "forbidden",
    ]);
    if (row.viewer) seen.push(["who only reads", await ask(cast.viewer), row.viewer]);
    if (row.stranger) {
      seen.push(["of another project", await ask(cast.stranger), row.stranger]);
      seen.push(["with forged ids", await ask(cast[row.by], forgedIds()), "not_found"]);
    }
    compare(name, seen);
  }
});

/** Last, for it changes the world: the same calls by those who may. Else the tests above could pass by a mistake in the call. */
test("who may is let in by every route and every action, or told by a rule of the deployment", async () => {
  test.setTimeout(120_000);
  const { cast, here } = world;
  const refused: string[] = [];
  for (const [name, row] of Object.entries(routes)) {
    if (notMadeYet.has(name)) continue;
    const cookie = await cookieOf(cast[row.by]);
    const answer = await routeCall(origin, row.path(here, cast[row.by]), cookie, row.body?.(here));
    if (!["ok", "refused"].includes(answer.code)) refused.push(`${name}: ${answer.code}`);
  }
  const built = builtActions();
  for (const [name, row] of Object.entries(actions)) {
    const call = actionCall(origin, built.get(name) ?? "");
    const answer = await call(row.input(here, world), await cookieOf(cast[row.by]));
    const good = answer.code === "ok" || ["refused", "conflict"].includes(answer.code);
    if (!good || !isRefusal({ ...answer, code: "refused" }))
      refused.push(`${name}: ${answer.code} ${answer.reason}`);
  }
  expect(refused).toEqual([]);
});
