import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { describe, expect, test } from "vitest";
import { issueCertificate } from "@/lib/testing/certificates";
import { answering, askTcp, quiet } from "@/lib/testing/tcp";

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
    askTcp(onConnection, { protocol: "postgres", timeout: "700ms", ...more });

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
