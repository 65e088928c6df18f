import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { answering, askTcp, flood, quiet } from "@/lib/testing/tcp";

describe("redis", () => {
  const redis = (onConnection: (socket: Socket) => void, ...assert: string[]) =>
    askTcp(onConnection, { protocol: "redis", assert, timeout: "700ms" });

  test("is pinged in its own protocol, and says pong", async () => {
    const heard: string[] = [];
    const asked = await redis((socket) =>
      socket.once("data", (data) => {
        heard.push(data.toString());
        socket.write("+PONG\r\n");
      }),
    );
    expect(asked.verdict).toBe("pass");
    expect(heard).toEqual(["*1\r\n$4\r\nPING\r\n"]);
  });

  test.each<[string, string, string]>([
    ["-NOAUTH Authentication required.\r\n", "fail", "contradicted"],
    ["-ERR max number of clients reached\r\n", "fail", "contradicted"],
    ["-DENIED Redis is running in protected mode\r\n", "fail", "contradicted"],
    ["-LOADING Redis is loading the dataset in memory\r\n", "inconclusive", "starting-up"],
    ["+OK\r\n", "inconclusive", "answer-malformed"],
    ["HTTP/1.1 400 Bad Request\r\n\r\n", "inconclusive", "answer-malformed"],
    ["+PONG", "fail", "answer-timeout"],
    ["+PONG and more\r\n", "inconclusive", "answer-malformed"],
  ])("that answers %j: %s", async (answer, verdict, code) => {
    const asked = await redis(answering(answer));
    expect([asked.verdict, asked.code]).toEqual([verdict, code]);
  });

  test("that wants a password says so in a word of its own", async () => {
    const noAuth = answering("-NOAUTH Authentication required.\r\n");
    const asked = await redis(noAuth, "reply == auth-required");
    expect(asked.verdict).toBe("pass");
    expect(asked.result.assertions.at(-1)).toMatchObject({
      actual: "auth-required: -NOAUTH Authentication required.",
    });
  });

  test("that hangs, hangs up or is another server never passes", async () => {
    expect((await redis(quiet)).code).toBe("answer-timeout");
    expect((await redis((socket) => socket.end())).code).toBe("connection-closed");
    expect((await redis((socket) => socket.once("data", () => flood(socket)))).verdict).toBe(
      "inconclusive",
    );
  });
});
