import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGuard, type Resolver } from "@/lib/probe/guard";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp } from "@/lib/testing/servers";

let server: LocalServer;
let visits = 0;
let hosts: string[] = [];
beforeAll(async () => {
  server = await serveHttp((request, response) => {
    visits += 1;
    hosts.push(request.headers.host ?? "");
    if (request.url === "/again") response.writeHead(302, { location: "/" }).end();
    else response.end("fine");
  });
});
afterAll(() => server.close());

const run = (host: string, resolver: Resolver, allow: string[], path = "/") =>
  probe(
    { kind: "http", target: `http://${host}:${server.port}${path}`, redirects: 2 },
    { resolver, allow },
  );

/** Answers each question with the next list: what a rebinding name server does. */
function answering(...lists: string[][]): { resolver: Resolver; asked: () => number } {
  let asked = 0;
  const resolver: Resolver = async () => lists[Math.min(asked++, lists.length - 1)] ?? [];
  return { resolver, asked: () => asked };
}

const refused = { verdict: "inconclusive", reason: { code: "address-refused" } };

describe("deny by default", () => {
  test.each([
    "127.0.0.1",
    "localhost",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "127.0.0.1.",
    "１２７.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "0",
  ])("%s is not reached", async (host) => {
    visits = 0;
    expect(await run(host, answering(["127.0.0.1"]).resolver, [])).toMatchObject(refused);
    expect(visits).toBe(0);
  });
});

test("one refused address among good ones refuses the name", async () => {
  visits = 0;
  const { resolver } = answering(["127.0.0.1", "10.0.0.1"]);
  expect(await run("mixed.test", resolver, ["127.0.0.1"])).toMatchObject(refused);
  expect(visits).toBe(0);
});

test.each([["127.0.0.1%lo"], ["localhost"], [""], ["not an address"]])(
  "a resolver that answers %j is not believed",
  async (answer) => {
    expect(await run("odd.test", answering([answer]).resolver, ["0.0.0.0/0"])).toMatchObject(
      refused,
    );
  },
);

test("a name is resolved once, and the connection goes to the address that was checked", async () => {
  hosts = [];
  const { resolver, asked } = answering(["127.0.0.1"], ["169.254.169.254"]);
  const result = await run("rebinding.test", resolver, ["127.0.0.1"]);
  expect(result).toMatchObject({ verdict: "pass", evidence: { address: "127.0.0.1" } });
  expect(asked()).toBe(1);
  expect(hosts).toEqual([`rebinding.test:${server.port}`]);
});

test("a name that changes its address before the redirect is checked again", async () => {
  const { resolver } = answering(["127.0.0.1"], ["169.254.169.254"]);
  expect(await run("rebinding.test", resolver, ["0.0.0.0/0"], "/again")).toMatchObject(refused);
});

test("an address that refuses does not hide the next one that answers", async () => {
  const { resolver } = answering(["127.0.0.2", "127.0.0.1"]);
  expect(await run("two.test", resolver, ["127.0.0.0/8"])).toMatchObject({
    verdict: "pass",
    evidence: { address: "127.0.0.1" },
  });
});

test("a name without addresses is not resolved", async () => {
  const guard = createGuard({ allow: [], resolver: async () => [] });
  const budget = { deadline: performance.now() + 1000, signal: new AbortController().signal };
  await expect(guard.connect({ host: "none.test", port: 80, spoken: "http" }, budget)).rejects.toMatchObject({
    reason: { code: "name-unresolved" },
  });
});
