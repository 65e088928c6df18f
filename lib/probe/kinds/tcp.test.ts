import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import { issueCertificate } from "@/lib/testing/certificates";
import { probe } from "@/lib/testing/probe";
import { localServers, serveTcp } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

async function ask(onConnection: (socket: Socket) => void, more: Record<string, unknown> = {}) {
  const { port } = await keep(serveTcp(onConnection));
  const spec = { kind: "tcp", target: `127.0.0.1:${port}`, timeout: "2s", retries: 0, ...more };
  const result = await probe(spec);
  return { verdict: result.verdict, code: result.reason.code, result };
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = await serveTcp(() => undefined);
  await server.close();
  return server.port;
}

const quiet = () => undefined;

describe("a port", () => {
  test("that takes the connection is open, whatever it says", async () => {
    expect((await ask(quiet)).verdict).toBe("pass");
    const { result } = await ask((socket) => socket.end("bye\r\n"), { assert: ["time < 2s"] });
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
    expect((await ask(quiet, { assert: ["open == no"] })).verdict).toBe("fail");
  });

  test("that nobody may reach is inconclusive, also when it is asked to be closed", async () => {
    const target = `10.0.0.1:${await closedPort()}`;
    const result = await probe({ kind: "tcp", target, assert: ["open == no"] });
    expect(result).toMatchObject({ verdict: "inconclusive", reason: { code: "address-refused" } });
  });
});

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
    const asked = await ask(onConnection, { ...banner(line), timeout: "700ms" });
    expect(asked.verdict).toBe(verdict);
  });

  test("that drips is read as far as it is needed, and no further", async () => {
    const dripping = (socket: Socket) => drip(socket, "220 ready and much more to come");
    expect((await ask(dripping, banner('banner contains "ready"'))).verdict).toBe("pass");
  });

  test("is kept as evidence, at most 4 KiB of it", async () => {
    const { result } = await ask((socket) => socket.write(`${"a".repeat(9000)}\r\n`), {
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

function flood(socket: Socket): void {
  const more = () => {
    while (!socket.destroyed && socket.write("y".repeat(16_384)));
  };
  socket.on("drain", more);
  more();
}

function drip(socket: Socket, text: string): void {
  const [first, ...rest] = text;
  if (first === undefined || socket.destroyed) return;
  socket.write(first, () => setImmediate(() => drip(socket, rest.join(""))));
}

/** Answers the first thing that is said. */
const answering = (answer: string | Buffer) => (socket: Socket) =>
  socket.once("data", () => socket.write(answer));

describe("redis", () => {
  const redis = (onConnection: (socket: Socket) => void, ...assert: string[]) =>
    ask(onConnection, { protocol: "redis", assert, timeout: "700ms" });

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

/** One message of PostgreSQL's: a letter, a length and a body. */
function message(type: string, body: Buffer | string): Buffer {
  const content = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type, "latin1");
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}
const authentication = (kind: number) => message("R", Buffer.from([0, 0, 0, kind]));
const failure = (state: string, text: string) =>
  message("E", `SFATAL\0VFATAL\0C${state}\0M${text}\0\0`);

/** A server without TLS: N to the question for it, then this answer. */
const plainPostgres = (answer: Buffer) => (socket: Socket) =>
  socket.once("data", () => {
    socket.write("N");
    socket.once("data", () => socket.write(answer));
  });

describe("postgres", () => {
  const postgres = (onConnection: (socket: Socket) => void, more: Record<string, unknown> = {}) =>
    ask(onConnection, { protocol: "postgres", timeout: "700ms", ...more });

  test.each<[string, Buffer, string, string]>([
    ["asks for a password", authentication(10), "pass", "held"],
    ["lets in", authentication(0), "pass", "held"],
    [
      "is starting up",
      failure("57P03", "the database system is starting up"),
      "inconclusive",
      "starting-up",
    ],
    ["has no room", failure("53300", "sorry, too many clients already"), "fail", "contradicted"],
    ["knows no such role", failure("28000", "no pg_hba.conf entry"), "fail", "contradicted"],
    ["says what nobody knows", authentication(77), "inconclusive", "answer-malformed"],
    ["breaks off", authentication(10).subarray(0, 6), "fail", "answer-timeout"],
    [
      "says an impossible length",
      Buffer.from("R\xff\xff\xff\xff....", "latin1"),
      "inconclusive",
      "answer-malformed",
    ],
    ["speaks another protocol", Buffer.from("HTTP/1.1 400"), "inconclusive", "answer-malformed"],
  ])("that %s", async (_, answer, verdict, code) => {
    const asked = await postgres(plainPostgres(answer));
    expect([asked.verdict, asked.code]).toEqual([verdict, code]);
  });

  test("is told who asks, and never a password", async () => {
    const heard: Buffer[] = [];
    const listening = (socket: Socket) => {
      socket.on("data", (data) => {
        heard.push(data);
        socket.write(heard.length === 1 ? "N" : authentication(5));
      });
    };
    const asked = await postgres(listening, { user: "prober", database: "app" });
    expect(asked.verdict).toBe("pass");
    expect(heard[0]).toEqual(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    expect(heard[1]?.subarray(8).toString()).toBe("user\0prober\0database\0app\0\0");
    expect(heard[1]?.readInt32BE(0)).toBe(heard[1]?.length);
  });

  test("that offers TLS is asked over TLS, and its certificate is kept", async () => {
    const own = issueCertificate({ subject: "db" });
    const asked = await postgres((socket) => {
      socket.once("data", () => {
        socket.write("S");
        const secured = new TLSSocket(socket, { isServer: true, key: own.keyPem, cert: own.pem });
        secured.on("error", () => socket.destroy());
        secured.once("data", () => secured.write(authentication(10)));
      });
    });
    expect(asked.verdict).toBe("pass");
    expect(asked.result.evidence.certificates[0]?.subject).toBe("CN=db");
    expect(asked.result.evidence.certificateFaults).toContain("self-signed");
  });

  test("whose first word is an error is understood", async () => {
    const asked = await postgres((socket) =>
      socket.once("data", () => socket.write(failure("53300", "sorry, too many clients already"))),
    );
    expect(asked.result.assertions.at(-1)?.raw).toBe("53300 sorry, too many clients already");
    expect(asked.verdict).toBe("fail");
  });

  test("a plain web server, one that hangs and one that hangs up never pass", async () => {
    expect((await postgres(answering("HTTP/1.1 400\r\n\r\n"))).code).toBe("answer-malformed");
    expect((await postgres(quiet)).code).toBe("answer-timeout");
    expect((await postgres((socket) => socket.end())).code).toBe("connection-closed");
    expect((await postgres(answering("S"))).verdict).toBe("fail");
  });
});

test("no bytes of a stranger pass for a Redis or PostgreSQL server", async () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
  const { port } = await keep(
    serveTcp((socket) => socket.on("data", () => socket.end(Buffer.from(next)))),
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

test("a part of a banner without line end is found wherever its bytes are torn apart", async () => {
  const server = await serveTcp((socket) => {
    const bytes = Buffer.from("220 서버 준비");
    const say = (at: number) =>
      at < bytes.length &&
      socket.write(bytes.subarray(at, at + 1), () => setImmediate(say, at + 1));
    say(0);
  });
  try {
    const asked = ['banner contains "서버"', 'banner contains "20 "'];
    const { verdict } = await probe({
      kind: "tcp",
      target: `127.0.0.1:${server.port}`,
      assert: asked,
    });
    expect(verdict).toBe("pass");
  } finally {
    await server.close();
  }
});
