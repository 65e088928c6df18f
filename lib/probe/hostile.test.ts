import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { probeHttp } from "@/lib/testing/probe";
import { localServers, serveHttp, serveTcp } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

/** Goes on sending as long as the other side takes it. */
function flood(socket: Socket, chunk: Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", more);
  more();
}

const ok = "HTTP/1.1 200 OK\r\n";

describe("hostile servers end in a verdict with a reason, in time", () => {
  test("one that accepts and says nothing", async () => {
    const { verdict, code, ms } = await probeHttp(await keep(serveTcp(() => undefined)), {
      timeout: "400ms",
    });
    expect([verdict, code]).toEqual(["fail", "answer-timeout"]);
    expect(ms).toBeLessThan(8000);
  });

  test("one that drips its headers", async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = await keep(
      serveTcp((socket) => {
        socket.write(`${ok}x-drip: `);
        timers.push(setInterval(() => socket.destroyed || socket.write("y"), 20));
      }),
    );
    const { verdict, code } = await probeHttp(server, { timeout: "400ms" });
    expect([verdict, code]).toEqual(["fail", "answer-timeout"]);
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
    const { verdict, code, ms } = await probeHttp(server, {
      assert: ["status == 200"],
      timeout: "400ms",
    });
    expect([verdict, code]).toEqual(["inconclusive", "body-incomplete"]);
    expect(ms).toBeLessThan(8000);
    const late = await probeHttp(server, { assert: ["time < 100ms"], timeout: "400ms" });
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
    const { verdict, code, result } = await probeHttp(server);
    expect([verdict, code]).toEqual(["inconclusive", "body-too-large"]);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
    expect(result.evidence.body).toMatchObject({ bytes: 1024 * 1024, complete: false });
    expect(result.evidence.body?.excerpt).toHaveLength(4096);
  });

  test("a mebibyte in chunks of one byte takes no more memory than the mebibyte", async () => {
    const server = await keep(
      serveTcp((socket) => {
        socket.write(`${ok}transfer-encoding: chunked\r\n\r\n`);
        flood(socket, Buffer.from("1\r\nx\r\n".repeat(10_000)));
      }),
    );
    const before = process.memoryUsage().rss;
    expect((await probeHttp(server)).code).toBe("body-too-large");
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  });

  test("a body without end", async () => {
    const server = await keep(
      serveTcp((socket) => {
        socket.write(`${ok}\r\n`);
        flood(socket, Buffer.alloc(65_536, "x"));
      }),
    );
    expect((await probeHttp(server)).code).toBe("body-too-large");
  });

  test("a gzip bomb", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const server = await keep(
      serveHttp((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb)),
    );
    const { verdict, code } = await probeHttp(server);
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
    const { verdict, code } = await probeHttp(server);
    expect([verdict, code]).toEqual(["inconclusive", expected]);
  });

  test("gzip that is one is decoded", async () => {
    const server = await keep(
      serveHttp((_, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"a":1}')),
      ),
    );
    expect((await probeHttp(server, { assert: ["$.a == 1"] })).verdict).toBe("pass");
  });
});
