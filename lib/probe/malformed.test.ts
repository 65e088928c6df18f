import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { probe, probeHttp } from "@/lib/testing/probe";
import { localServers, serveHttp, serveTcp } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

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

const ok = "HTTP/1.1 200 OK\r\n";

describe("answers that are not what they should be", () => {
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
      "a chunk of more than can be counted",
      `${ok}transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello\r\n`,
      false,
      "body-incomplete",
    ],
    [
      "a chunk with words without end behind its size",
      `${ok}transfer-encoding: chunked\r\n\r\n5;${"x".repeat(200_000)}`,
      false,
      "body-incomplete",
    ],
    [
      "a flood of headers behind the body",
      `${ok}transfer-encoding: chunked\r\n\r\n0\r\n${"x-flood: 0123456789\r\n".repeat(10_000)}`,
      false,
      "body-incomplete",
    ],
    [
      "chunks and a length",
      `${ok}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
      true,
      "answer-malformed",
    ],
    ["a status that is none", "HTTP/1.1 99999 OK\r\n\r\n", true, "answer-malformed"],
    ["a header with a NUL in it", `${ok}x: a\0b\r\n\r\n`, true, "answer-malformed"],
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
    const { verdict, code, ms } = await probeHttp(await saying(bytes, end));
    expect([verdict, code]).toEqual(["inconclusive", expected]);
    expect(ms).toBeLessThan(8000);
  });

  test("headers beyond the first 2,000 count like all others", async () => {
    const junk = "a:\r\n".repeat(3000);
    const twice = await saying(`${ok}x-a: 1\r\n${junk}x-a: 2\r\ncontent-length: 0\r\n\r\n`, true);
    const { verdict, result } = await probeHttp(twice, { assert: ['header x-a == "1"'] });
    expect(verdict).toBe("inconclusive");
    expect(result.assertions.map(({ unmeasured }) => unmeasured)).toContain("several");
    const reflecting = await saying(
      `${ok}${junk}access-control-allow-origin: https://cors-probe.invalid\r\n\r\n`,
      true,
    );
    const stranger = { kind: "cors", target: reflecting.url, assert: ["foreign == refused"] };
    expect((await probe(stranger)).verdict).toBe("fail");
  });

  test("one that hangs up without a word", async () => {
    const { verdict, code } = await probeHttp(await keep(serveTcp((socket) => socket.end())));
    expect([verdict, code]).toEqual(["fail", "connection-closed"]);
  });

  test("NULs and broken text never reach the record", async () => {
    const bodies = ['{"a":"\\u0000\\ud800"}', Buffer.from([0, 1, 255])];
    for (const body of bodies) {
      const server = await keep(serveHttp((_, response) => response.end(body)));
      const { result } = await probeHttp(server, { assert: ['$.a == "x"'] });
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
    ["half a million objects in objects", `${'{"a":'.repeat(1 << 17)}1${"}".repeat(1 << 17)}`],
  ])("JSON of %s", async (_, body) => {
    const server = await keep(serveHttp((__, response) => response.end(body)));
    const { verdict } = await probeHttp(server, { assert: ["$.a == 1"] });
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
        const { verdict, result } = await probeHttp(server, { assert: ["$.a == 1"] });
        if (verdict === "pass") expect(result.evidence.body?.excerpt).toBe('{"a":1}');
      }),
      { numRuns: 200 },
    );
  });

  test("a slow target does not hold up another", async () => {
    const slow = await keep(serveTcp(() => undefined));
    const quick = await keep(serveHttp((_, response) => response.end()));
    const order: string[] = [];
    const held = probeHttp(slow, { timeout: "2s" }).then(() => order.push("slow"));
    await probeHttp(quick).then(() => order.push("quick"));
    await held;
    expect(order).toEqual(["quick", "slow"]);
  });
});
