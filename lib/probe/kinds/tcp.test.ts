import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import { probe } from "@/lib/testing/probe";
import { serveTcp } from "@/lib/testing/servers";
import { askTcp, quiet } from "@/lib/testing/tcp";

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = await serveTcp(() => undefined);
  await server.close();
  return server.port;
}

describe("a port", () => {
  test("that takes the connection is open, whatever it says", async () => {
    expect((await askTcp(quiet)).verdict).toBe("pass");
    const { result } = await askTcp((socket) => socket.end("bye\r\n"), { assert: ["time < 2s"] });
    expect(result).toMatchObject({ verdict: "pass", evidence: { address: "127.0.0.1" } });
    expect(result.assertions.map(({ text }) => text)).toEqual(["open == yes", "time < 2s"]);
  });

  test("that refuses is closed: a fail, unless just that was asked", async () => {
    const target = `127.0.0.1:${await closedPort()}`;
    const refused = await probe({ kind: "tcp", target });
    expect(refused).toMatchObject({ verdict: "fail", reason: { code: "connection-refused" } });
    const closed = await probe({ kind: "tcp", target, assert: ["open == no"] });
    expect(closed).toMatchObject({ verdict: "pass", reason: { code: "held" } });
    const more = await probe({ kind: "tcp", target, assert: ["open == no", "time < 1s"] });
    expect(more.verdict).toBe("fail");
    expect((await askTcp(quiet, { assert: ["open == no"] })).verdict).toBe("fail");
  });

  test("that nobody may reach is inconclusive, also when it is asked to be closed", async () => {
    const target = `10.0.0.1:${await closedPort()}`;
    const result = await probe({ kind: "tcp", target, assert: ["open == no"] });
    expect(result).toMatchObject({ verdict: "inconclusive", reason: { code: "address-refused" } });
  });
});

test("no bytes of a stranger pass for a Redis or PostgreSQL server", async () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
  const { port, close } = await serveTcp((socket) =>
    socket.on("data", () => socket.end(Buffer.from(next))),
  );
  let next: Uint8Array = Buffer.alloc(0);
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom("redis", "postgres"), async (sent, protocol) => {
      next = sent;
      const target = `127.0.0.1:${port}`;
      const result = await probe({ kind: "tcp", target, protocol, timeout: "300ms", retries: 0 });
      expect(result.verdict).not.toBe("pass");
    }),
    { numRuns: 60 },
  );
  await close();
});

test.each([
  ["target", { target: "127.0.0.1" }],
  ["target", { target: "https://127.0.0.1:80" }],
  ["assert.0", { assert: ["reply == pong"] }],
  ["assert.0", { protocol: "postgres", assert: ["reply == pong"] }],
  ["assert.0", { protocol: "redis", assert: ['banner contains "x"'] }],
  ["user", { user: "me" }],
  ["database", { protocol: "redis", database: "x" }],
  ["user", { protocol: "postgres", user: "a\0b" }],
  ["protocol", { protocol: "mysql" }],
])("a wrong %s is refused when the spec is written: %j", (path, wrong) => {
  const read = parseSpec({ kind: "tcp", target: "127.0.0.1:1234", ...wrong });
  expect(read.ok ? [] : read.issues.map((issue) => issue.path)).toEqual([path]);
});
