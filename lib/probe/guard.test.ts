import { Resolver as NameResolver } from "node:dns/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createGuard, type Resolver } from "@/lib/probe/guard";
import { portAllowed } from "@/lib/probe/ports";
import type { ProbeOrder } from "@/lib/probe/run-probe";
import {
  records,
  serveNames,
  type TestNameServer,
  type TestRecord,
} from "@/lib/testing/name-server";
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

describe("a name server that rebinds", () => {
  /** Resolves at a real name server, as any machine would. */
  function asking(names: TestNameServer): Resolver {
    const resolver = new NameResolver();
    resolver.setServers([`127.0.0.1:${names.port}`]);
    return (host) => resolver.resolve4(host);
  }

  async function rebinding(...answers: TestRecord[][]) {
    let turn = 0;
    const names = await serveNames(() => ({ records: answers[turn++] ?? answers.at(-1) ?? [] }));
    onTestFinished(() => names.close());
    return { names, resolver: asking(names) };
  }
  const [good, bad] = [records.a("127.0.0.1"), records.a("169.254.169.254")];

  test("is asked once; the connection goes where the check went", async () => {
    const { names, resolver } = await rebinding([good], [bad]);
    const result = await run("rebinding.test", resolver, ["0.0.0.0/0"]);
    expect(result).toMatchObject({ verdict: "pass", evidence: { address: "127.0.0.1" } });
    expect(names.asked).toHaveLength(1);
  });

  test("is asked again at a redirect, and then refused", async () => {
    const { names, resolver } = await rebinding([good], [bad]);
    expect(await run("rebinding.test", resolver, ["0.0.0.0/0"], "/again")).toMatchObject(refused);
    expect(names.asked).toHaveLength(2);
  });

  test("that names both at once is refused, in either order", async () => {
    visits = 0;
    for (const both of [
      [good, bad],
      [bad, good],
    ]) {
      const { resolver } = await rebinding(both);
      expect(await run("rebinding.test", resolver, ["0.0.0.0/0"])).toMatchObject(refused);
    }
    expect(visits).toBe(0);
  });

  test("does not get a second look at a further attempt for free", async () => {
    const closed = await serveHttp(() => undefined);
    await closed.close();
    const { resolver } = await rebinding([good], [bad]);
    const target = `http://rebinding.test:${closed.port}/`;
    const order = { resolver, allow: ["0.0.0.0/0"] };
    expect(await probe({ kind: "http", target, retries: 1 }, order)).toMatchObject(refused);
  });
});

describe("ports", () => {
  const ask = (port: number, more: Partial<ProbeOrder> = {}, kind = "http") => {
    const place = `127.0.0.1:${port}`;
    const target = kind === "http" ? `http://${place}/` : place;
    const name = kind === "dns" ? { name: "a.test" } : {};
    return probe({ kind, target, timeout: "500ms", retries: 0, ...name }, more);
  };

  test.each([1, 22, 25, 53, 110, 465, 587, 993, 6000, 6667, 10080])(
    "%i is refused unless the environment names it",
    async (port) => {
      const no = await ask(port);
      expect(no).toMatchObject({
        verdict: "inconclusive",
        reason: { code: "port-refused", params: { port } },
      });
      expect((await ask(port, { ports: [port] })).reason.code).not.toBe("port-refused");
      expect((await ask(port, { ports: [port + 1] })).reason.code).toBe("port-refused");
    },
  );

  test("a port is open to the protocol that it was made for", async () => {
    expect((await ask(993, {}, "tls")).reason.code).not.toBe("port-refused");
    expect((await ask(53, {}, "dns")).reason.code).not.toBe("port-refused");
    expect((await ask(53, {}, "tcp")).reason.code).toBe("port-refused");
    expect((await ask(25, {}, "tls")).reason.code).toBe("port-refused");
  });

  test("the usual ports, and all high ones but a few, are open", () => {
    for (const port of [80, 443, 3000, 5432, 6379, 8080, 8443, 9090, 9200]) {
      expect(portAllowed(port, "http", []), `${port}`).toBe(true);
    }
    const high = fc.integer({ min: 10_081, max: 65_535 });
    fc.assert(fc.property(high, (port) => portAllowed(port, "tcp", [])));
    const none = fc.oneof(fc.integer({ max: 0 }), fc.integer({ min: 65_536 }), fc.double());
    fc.assert(
      fc.property(none, (port) => {
        fc.pre(!Number.isInteger(port) || port < 1 || port > 65_535);
        return !portAllowed(port, "dns", [port]);
      }),
    );
  });

  test("a redirect to a refused port is not followed", async () => {
    const away = await serveHttp((_, response) =>
      response.writeHead(302, { location: "http://127.0.0.1:25/" }).end(),
    );
    onTestFinished(() => away.close());
    const result = await probe({ kind: "http", target: away.url, redirects: 1 });
    expect(result).toMatchObject({ verdict: "inconclusive", reason: { code: "port-refused" } });
  });
});

test("a name without addresses is not resolved", async () => {
  const guard = createGuard({ allow: [], resolver: async () => [] });
  const budget = { deadline: performance.now() + 1000, signal: new AbortController().signal };
  await expect(
    guard.connect({ host: "none.test", port: 80, spoken: "http" }, budget),
  ).rejects.toMatchObject({
    reason: { code: "name-unresolved" },
  });
});

test.each(["abcdefgh.onion", "www.abcdefgh.ONION", "abcdefgh.onion."])(
  "no name server is asked for %s",
  async (host) => {
    const { resolver, asked } = answering(["127.0.0.1"]);
    const reason = { code: "name-unresolved" };
    expect(await run(host, resolver, ["127.0.0.1"])).toMatchObject({ reason });
    expect(asked()).toBe(0);
  },
);
