import type { Turn } from "@/lib/probe/kind";

/** What a Redis and a PostgreSQL server are told, and what their first words mean. Pure. */

export const replyWords = ["pong", "accepting", "auth-required", "error"] as const;
export type Reply =
  | { said: (typeof replyWords)[number]; raw: string }
  | { said: "starting-up" | "malformed"; raw: string };

export type Protocol = {
  /** The next turn after what came before; null when nothing more is to be said. */
  next(received: readonly Buffer[]): Turn | null;
  /** Null when nothing that counts has come yet. */
  read(received: readonly Buffer[]): Reply | null;
};

const shown = (bytes: Buffer) => bytes.toString("utf8").slice(0, 256);

function firstLine(bytes: Buffer): string | null {
  const end = bytes.indexOf("\r\n");
  return end < 0 ? null : bytes.toString("utf8", 0, end);
}

const redisPing = Buffer.from("*1\r\n$4\r\nPING\r\n");

export const redis: Protocol = {
  next: (received) =>
    received.length === 0
      ? { send: redisPing, enough: (bytes) => !isRedis(bytes) || firstLine(bytes) !== null }
      : null,
  read([bytes]) {
    if (bytes === undefined || bytes.length === 0) return null;
    const line = firstLine(bytes);
    if (!isRedis(bytes)) return { said: "malformed", raw: shown(bytes) };
    if (line === null) return null;
    const raw = line.slice(0, 256);
    if (line === "+PONG") return { said: "pong", raw };
    if (/^-NOAUTH\b/.test(line)) return { said: "auth-required", raw };
    if (/^-(LOADING|MASTERDOWN)\b/.test(line)) return { said: "starting-up", raw };
    return { said: line.startsWith("-") ? "error" : "malformed", raw };
  },
};

/** A simple text or an error: PING has no other answer. */
const isRedis = (bytes: Buffer) => bytes[0] === 0x2b || bytes[0] === 0x2d;

const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const version3 = 196_608;

/** `user` has to be one that the server's rules know; no password is ever sent. */
export function postgres(user: string, database: string): Protocol {
  return {
    next(received) {
      const [answer] = received;
      if (answer === undefined)
        return { send: sslRequest, enough: (bytes) => isEnough(bytes, "SN") };
      const choice = letter(answer);
      if (received.length > 1 || (choice !== "S" && choice !== "N")) return null;
      const send = startupMessage({ user, database });
      return { send, enough: (bytes) => isEnough(bytes, ""), secure: choice === "S" };
    },
    read([choice, answer]) {
      if (choice === undefined || choice.length === 0) return null;
      const message = /[SN]/.test(letter(choice)) ? answer : choice;
      return message === undefined || message.length === 0 ? null : readMessage(message);
    },
  };
}

const letter = (bytes: Buffer) => bytes.toString("latin1", 0, 1);

/** One of `single`, a whole message, or what cannot become one. */
function isEnough(bytes: Buffer, single: string): boolean {
  const type = letter(bytes);
  if (single.includes(type) || !"RE".includes(type)) return true;
  if (bytes.length < 5) return false;
  const length = bytes.readInt32BE(1);
  return length < 4 || length > longestMessage || bytes.length > length;
}

const longestMessage = 30_000;

function startupMessage(parameters: Record<string, string>): Buffer {
  const words = Object.entries(parameters).flat();
  const body = Buffer.from(`${words.join("\0")}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + body.length, 0);
  head.writeInt32BE(version3, 4);
  return Buffer.concat([head, body]);
}

const authentications: Readonly<Record<number, string>> = {
  0: "no password asked",
  3: "password asked",
  5: "password asked (md5)",
  7: "GSSAPI asked",
  9: "SSPI asked",
  10: "password asked (SASL)",
};

function readMessage(message: Buffer): Reply | null {
  const type = letter(message);
  if (!"RE".includes(type)) return { said: "malformed", raw: shown(message) };
  if (message.length < 5) return null;
  const length = message.readInt32BE(1);
  if (length < 4 || length > longestMessage) return { said: "malformed", raw: shown(message) };
  if (message.length < length + 1) return null;
  if (type === "E") return readError(message.subarray(5, length + 1));
  const asked = length >= 8 ? authentications[message.readInt32BE(5)] : undefined;
  if (asked === undefined) return { said: "malformed", raw: shown(message) };
  return { said: "accepting", raw: asked };
}

const cannotConnectNow = "57P03";

/** Fields, each a letter and a text that ends with a zero: C is the SQLSTATE, M the message. */
function readError(body: Buffer): Reply {
  const fields = body.toString("utf8").split("\0");
  const field = (name: string) => fields.find((one) => one.startsWith(name))?.slice(1) ?? "";
  const [state, text] = [field("C"), field("M")];
  if (!/^[0-9A-Z]{5}$/.test(state)) return { said: "malformed", raw: shown(body) };
  const raw = `${state} ${text}`.slice(0, 256);
  return { said: state === cannotConnectNow ? "starting-up" : "error", raw };
}
