import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp, serveTcp } from "@/lib/testing/servers";

const open: LocalServer[] = [];
const keep = async (starting: Promise<LocalServer>) => {
  const server = await starting;
  open.push(server);
  return server;
};
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** Answers every connection with these bytes, and says nothing more. */
const saying = (bytes: string | Buffer, end = false) =>
  keep(
    serveTcp((socket) => {
      socket.once("data", () => {
        socket.write(bytes);
        if (end) socket.end();
      });
    }),
  );

/** Goes on sending as long as the other side takes it. */
function flood(socket: Socket, chunk: Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", more);
  more();
}

const ask = async (server: LocalServer, more: Record<string, unknown> = {}) => {
  const started = performance.now();
  const result = await probe({ kind: "http", target: server.url, timeout: "400ms", ...more });
  return {
    verdict: result.verdict,
    code: result.reason.code,
    ms: performance.now() - started,
    result,
  };
};

const ok = "HTTP/1.1 200 OK\r\n";

describe("hostile servers end in a verdict with a reason, in time", () => {
  test("one that accepts and says nothing", async () => {
    const { verdict, code, ms } = await ask(await keep(serveTcp(() => undefined)));
    expect([verdict, code]).toEqual(["fail", "answer-timeout"]);
    expect(ms).toBeLessThan(1500);
  });

  test("one that drips its headers", async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = await keep(
      serveTcp((socket) => {
        timers.push(setInterval(() => socket.destroyed || socket.write("H"), 20));
      }),
    );
    const { verdict } = await ask(server);
    expect(verdict).not.toBe("pass");
    for (const timer of timers) clearInterval(timer);
  });

  test("one that drips its body", async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = await keep(
      serveTcp((socket) => {
        socket.write(`${ok}content-length: 100000\r\n\r\n`);
        timers.push(setInterval(() => socket.destroyed || socket.write("x"), 20));
      }),
    );
    const { verdict, code, ms } = await ask(server, { assert: ["status == 200"] });
    expect([verdict, code]).toEqual(["inconclusive", "body-incomplete"]);
    expect(ms).toBeLessThan(1500);
    const late = await ask(server, { assert: ["time < 100ms"] });
    expect([late.verdict, late.code]).toEqual(["fail", "contradicted"]);
    for (const timer of timers) clearInterval(timer);
  });

  test("a body of 1 GiB is not read to its end", async () => {
    const server = await keep(
      serveTcp((socket) => {
        socket.write(`${ok}content-length: ${1024 ** 3}\r\n\r\n`);
        flood(socket, Buffer.alloc(65_536, "x"));
      }),
    );
    const before = process.memoryUsage().rss;
    const { verdict, code, result } = await ask(server, { timeout: "5s" });
    expect([verdict, code]).toEqual(["inconclusive", "body-too-large"]);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    expect(result.evidence.body).toMatchObject({ bytes: 1024 * 1024, complete: false });
    expect(result.evidence.body?.excerpt).toHaveLength(4096);
  });

  test("a body without end", async () => {
    const server = await keep(
      serveTcp((socket) => {
        socket.write(`${ok}\r\n`);
        flood(socket, Buffer.alloc(65_536, "x"));
      }),
    );
    expect((await ask(server, { timeout: "5s" })).code).toBe("body-too-large");
  });

  test("a gzip bomb", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const server = await keep(
      serveHttp((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb)),
    );
    const { verdict, code } = await ask(server, { timeout: "5s" });
    expect([verdict, code]).toEqual(["inconclusive", "body-too-large"]);
  });

  test.each([
    ["gzip that is none", "gzip", "body-undecodable"],
    ["an encoding that nobody knows", "zstd, gzip", "body-undecodable"],
  ])("%s", async (_, encoding, expected) => {
    const server = await keep(
      serveHttp((__, response) =>
        response.writeHead(200, { "content-encoding": encoding }).end("text"),
      ),
    );
    const { verdict, code } = await ask(server);
    expect([verdict, code]).toEqual(["inconclusive", expected]);
  });

  test("gzip that is one is decoded", async () => {
    const server = await keep(
      serveHttp((_, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"a":1}')),
      ),
    );
    expect((await ask(server, { assert: ["$.a == 1"] })).verdict).toBe("pass");
  });

  test.each([
    [
      "malformed chunks",
      `${ok}transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n`,
      false,
      "body-incomplete",
    ],
    [
      "a chunked body that is cut off",
      `${ok}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`,
      true,
      "body-incomplete",
    ],
    [
      "less body than was promised",
      `${ok}content-length: 10\r\n\r\nhello`,
      true,
      "body-incomplete",
    ],
    [
      "two lengths",
      `${ok}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
      true,
      "answer-malformed",
    ],
    ["no HTTP at all", "SSH-2.0-OpenSSH_9.6\r\n", false, "answer-malformed"],
    [
      "an upgrade that nobody asked for",
      "HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n",
      false,
      "answer-malformed",
    ],
    [
      "a header flood",
      `${ok}${"x-flood: 0123456789\r\n".repeat(10_000)}\r\n`,
      false,
      "header-overflow",
    ],
    ["one endless header", `${ok}x: ${"y".repeat(200_000)}`, false, "header-overflow"],
  ])("%s", async (_, bytes, end, expected) => {
    const { verdict, code, ms } = await ask(await saying(bytes, end), { timeout: "5s" });
    expect([verdict, code]).toEqual(["inconclusive", expected]);
    expect(ms).toBeLessThan(2000);
  });

  test("one that hangs up without a word", async () => {
    const { verdict, code } = await ask(await keep(serveTcp((socket) => socket.end())));
    expect([verdict, code]).toEqual(["fail", "connection-closed"]);
  });

  test("NULs and broken text never reach the record", async () => {
    const bodies = ['{"a":"\\u0000\\ud800"}', Buffer.from([0, 1, 255])];
    for (const body of bodies) {
      const server = await keep(serveHttp((_, response) => response.end(body)));
      const { result } = await ask(server, { assert: ['$.a == "x"'] });
      const texts: string[] = [];
      JSON.parse(
        JSON.stringify(result),
        (_, value) => typeof value === "string" && texts.push(value),
      );
      expect(texts.filter((text) => text.includes("\0") || !text.isWellFormed())).toEqual([]);
    }
  });

  test.each([
    ["brackets without end", "[".repeat(1 << 20)],
    ["half a million lists in lists", "[".repeat(1 << 19) + "]".repeat(1 << 19)],
    ["half a million objects in objects", '{"a":'.repeat(1 << 17) + "1" + "}".repeat(1 << 17)],
  ])("JSON of %s", async (_, body) => {
    const server = await keep(serveHttp((__, response) => response.end(body)));
    const { verdict } = await ask(server, { assert: ["$.a == 1"], timeout: "5s" });
    expect(verdict).toBe("inconclusive");
  });

  test("whatever bytes come, the verdict comes too, and a pass only for what was asked", async () => {
    const piece = fc.constantFrom(
      "HTTP/1.1 200 OK\r\n",
      "HTTP/1.0 200\r\n",
      "HTTP/1.1 500 No\r\n",
      "content-length: 7\r\n",
      "transfer-encoding: chunked\r\n",
      "content-encoding: gzip\r\n",
      "\r\n",
      '{"a":1}',
      '{"a":"1"}',
      "7\r\n",
      "0\r\n\r\n",
      "\0",
      "<html>",
    );
    let bytes = "";
    const server = await keep(serveTcp((socket) => socket.end(bytes)));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        bytes = pieces.join("");
        const { verdict, result } = await ask(server, { assert: ["$.a == 1"] });
        if (verdict === "pass") expect(result.evidence.body?.excerpt).toBe('{"a":1}');
      }),
      { numRuns: 200 },
    );
  });

  test("a slow target does not hold up another", async () => {
    const slow = await keep(serveTcp(() => undefined));
    const quick = await keep(serveHttp((_, response) => response.end()));
    const held = ask(slow);
    expect((await ask(quick)).ms).toBeLessThan(200);
    expect((await held).verdict).toBe("fail");
  });
});

describe("redirects", () => {
  const redirecting = (location: string, status = 302) =>
    keep(
      serveHttp((request, response) => {
        if (request.url === "/end") response.end("there");
        else response.writeHead(status, { location }).end();
      }),
    );

  test("are answers of their own unless allowed", async () => {
    const server = await redirecting("/end");
    expect((await ask(server)).code).toBe("contradicted");
    expect((await ask(server, { assert: ["status == 302"] })).verdict).toBe("pass");
    const followed = await ask(server, { redirects: 1 });
    expect(followed.verdict).toBe("pass");
    expect(followed.result.evidence.attempts[0]?.hops).toHaveLength(2);
  });

  test.each([
    ["a loop", "/", "redirect-refused"],
    ["to a refused address", "http://127.0.0.2/", "address-refused"],
    ["to a refused address, spelled as a number", "http://2130706434/", "address-refused"],
    ["to metadata", "http://169.254.169.254/latest/meta-data", "address-refused"],
    ["to another scheme", "file:///etc/passwd", "redirect-refused"],
    ["to nonsense", "http://[", "redirect-refused"],
  ])("%s", async (_, location, expected) => {
    const { verdict, code } = await ask(await redirecting(location), { redirects: 3 });
    expect([verdict, code]).toEqual(["inconclusive", expected]);
  });

  test("keep neither user names nor queries", async () => {
    const server = await redirecting("http://me:hunter2@127.0.0.2/next?token=hunter3");
    for (const redirects of [0, 1]) {
      const { result } = await ask(server, { redirects });
      expect(JSON.stringify(result)).not.toMatch(/hunter/);
    }
  });
});
