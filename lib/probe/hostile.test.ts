import type { Socket } from "node:net";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
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

/** Its best setting takes half a minute for what the test is not about. */
const brotli = (bytes: Buffer) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });

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

  test("one that never ends its handshake", async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = await keep(
      serveTcp((socket) => {
        // The head of a handshake record of 16 KiB, which then comes byte by byte.
        socket.write(Buffer.from([0x16, 3, 3, 0x3f, 0xff]));
        timers.push(setInterval(() => socket.destroyed || socket.write("x"), 20));
      }),
    );
    const target = server.url.replace("http:", "https:");
    const { verdict, code, ms } = await probeHttp(server, { target, timeout: "400ms" });
    for (const timer of timers) clearInterval(timer);
    expect(verdict).toBe("fail");
    expect(["answer-timeout", "tls-failed"]).toContain(code);
    expect(ms).toBeLessThan(8000);
  });

  test("one that gives hints without end, and no answer", async () => {
    const server = await keep(
      serveTcp((socket) =>
        flood(socket, Buffer.from("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1000))),
      ),
    );
    const before = process.memoryUsage().rss;
    const { verdict, code, ms } = await probeHttp(server, { timeout: "400ms" });
    expect([verdict, code]).toEqual(["fail", "answer-timeout"]);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
    expect(ms).toBeLessThan(8000);
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

  const zeros = Buffer.alloc(200 * 1024 * 1024);
  test.each<[string, string, () => Buffer, string]>([
    ["gzip", "gzip", () => gzipSync(zeros), "body-too-large"],
    ["deflate", "deflate", () => deflateSync(zeros), "body-too-large"],
    ["Brotli", "br", () => brotli(zeros), "body-too-large"],
    ["gzip in gzip", "gzip, gzip", () => gzipSync(gzipSync(zeros)), "body-undecodable"],
    [
      "gzip and then more of it",
      "gzip",
      () => Buffer.concat([gzipSync("x"), gzipSync(zeros)]),
      "body-too-large",
    ],
  ])("a bomb of %s", async (_, encoding, make, expected) => {
    const bomb = make();
    const server = await keep(
      serveHttp((__, response) =>
        response.writeHead(200, { "content-encoding": encoding }).end(bomb),
      ),
    );
    const before = process.memoryUsage().rss;
    const { verdict, code, result } = await probeHttp(server, { assert: ["status == 200"] });
    expect([verdict, code]).toEqual(["inconclusive", expected]);
    expect(result.evidence.body?.bytes).toBeLessThanOrEqual(1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  });

  test("a mebibyte of empty pieces of gzip", async () => {
    const empty = gzipSync("");
    const pieces = Buffer.concat(Array(Math.floor((1024 * 1024) / empty.length)).fill(empty));
    const server = await keep(
      serveHttp((_, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(pieces),
      ),
    );
    const { result, ms } = await probeHttp(server, { assert: ["$.a == 1"] });
    expect([result.verdict, result.evidence.body?.bytes]).toEqual(["inconclusive", 0]);
    expect(ms).toBeLessThan(8000);
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
    // The answer to a HEAD names the encoding of a body that it does not have.
    expect((await probeHttp(server, { method: "HEAD" })).verdict).toBe("pass");
  });
});
