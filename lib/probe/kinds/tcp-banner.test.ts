import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { askTcp, flood, quiet } from "@/lib/testing/tcp";

describe("a banner", () => {
  const banner = (...assert: string[]) => ({ assert });

  test.each<[string, (socket: Socket) => void, string, string]>([
    ["on a line", (s) => s.write("SSH-2.0-Test\r\n"), 'banner == "SSH-2.0-Test"', "pass"],
    ["with a part", (s) => s.write("220 mail ready\r\n"), 'banner contains "ready"', "pass"],
    ["without an end", (s) => s.write("220 mail"), 'banner contains "mail"', "pass"],
    ["said before hanging up", (s) => s.end("busy"), 'banner == "busy"', "pass"],
    [
      "of another kind",
      (s) => s.write("HTTP/1.1 400\r\nready\r\n"),
      'banner contains "ready"',
      "fail",
    ],
    ["that never comes", quiet, 'banner contains "x"', "fail"],
    ["that stops half-way", (s) => s.write("22"), 'banner == "220"', "fail"],
    ["of a server that hangs up", (s) => s.end(), 'banner != "x"', "fail"],
    [
      "of a server that breaks off",
      (s) => breakOff(s, "SSH-1"),
      'banner != "SSH-1.9"',
      "inconclusive",
    ],
    ["that is empty", (s) => s.write("\r\n"), 'banner != "x"', "inconclusive"],
    ["without end", (s) => flood(s), 'banner contains "x"', "inconclusive"],
    ["without end, of bytes", (s) => flood(s), 'banner != "x"', "inconclusive"],
  ])("%s", async (_, onConnection, line, verdict) => {
    const asked = await askTcp(onConnection, { ...banner(line), timeout: "700ms" });
    expect(asked.verdict).toBe(verdict);
  });

  test("that drips is read as far as it is needed, and no further", async () => {
    const dripping = (socket: Socket) => drip(socket, "220 ready and much more to come");
    expect((await askTcp(dripping, banner('banner contains "ready"'))).verdict).toBe("pass");
  });

  test("is found wherever its bytes are torn apart", async () => {
    const dripping = (socket: Socket) => drip(socket, "220 서버 준비");
    const asked = banner('banner contains "서버"', 'banner contains "20 "');
    expect((await askTcp(dripping, asked)).verdict).toBe("pass");
  });

  test("is kept as evidence, at most 4 KiB of it", async () => {
    const { result } = await askTcp((socket) => socket.write(`${"a".repeat(9000)}\r\n`), {
      assert: ['banner contains "aaa"'],
    });
    expect(result.evidence.body?.excerpt.length).toBeLessThanOrEqual(4096);
  });
});

/** Resets the connection once the other side can have read what was said. */
function breakOff(socket: Socket, text: string): void {
  socket.write(text);
  setTimeout(() => socket.resetAndDestroy(), 50);
}

/** A byte at a time. */
function drip(socket: Socket, text: string): void {
  const bytes = Buffer.from(text);
  const say = (at: number) => {
    if (at === bytes.length || socket.destroyed) return;
    socket.write(bytes.subarray(at, at + 1), () => setImmediate(say, at + 1));
  };
  say(0);
}
