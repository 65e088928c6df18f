import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/** A name server on 127.0.0.1 for tests: UDP, and TCP on the same port for what was cut. */

type Code = "A" | "AAAA" | "CNAME" | "MX" | "TXT" | "NS" | "CAA" | "SRV";
/** The data of one record as it stands in a packet. */
export type TestRecord = { type: Code; data: Buffer };
export type TestAnswer =
  /** `cut`: over UDP only the hint to ask again over TCP. */
  | { records: TestRecord[]; cut?: boolean }
  | { code: "no-name" | "failure" | "refused" }
  | "silence"
  | "garbage";

const numbers: Readonly<Record<Code, number>> = {
  ...{ A: 1, NS: 2, CNAME: 5, MX: 15, TXT: 16, AAAA: 28, SRV: 33, CAA: 257 },
};
const codes = { failure: 2, "no-name": 3, refused: 5 };

export type TestNameServer = {
  port: number;
  /** Each question as `A example.com`, in order, over whichever transport. */
  asked: { question: string; transport: "udp" | "tcp" }[];
  close(): Promise<void>;
};

/** `answer` is asked for each question: what it says later may differ from what it said first. */
export async function serveNames(
  answer: (question: { name: string; type: string }) => TestAnswer,
): Promise<TestNameServer> {
  const asked: TestNameServer["asked"] = [];
  const reply = (query: Buffer, transport: "udp" | "tcp"): Buffer | null => {
    const { name, type, question } = readQuestion(query);
    asked.push({ question: `${type} ${name}`, transport });
    const said = answer({ name, type });
    if (said === "silence") return null;
    if (said === "garbage") return Buffer.concat([query.subarray(0, 2), Buffer.alloc(40, 0xff)]);
    const cut = "records" in said && said.cut === true && transport === "udp";
    const records = "records" in said && !cut ? said.records : [];
    const code = "code" in said ? codes[said.code] : 0;
    const flags = 0x8180 | (cut ? 0x0200 : 0) | code;
    const head = Buffer.concat([
      query.subarray(0, 2),
      ...[flags, 1, records.length, 0, 0].map(two),
    ]);
    return Buffer.concat([head, question, ...records.map(record)]);
  };

  const tcp = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (packet: Buffer) => {
      const answered = reply(packet.subarray(2), "tcp");
      if (answered) socket.end(Buffer.concat([two(answered.length), answered]));
    });
  });
  await new Promise<void>((done) => tcp.listen(0, "127.0.0.1", done));
  const address = tcp.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const udp = createSocket("udp4");
  udp.on("message", (query, from) => {
    const answered = reply(query, "udp");
    if (answered) udp.send(answered, from.port, from.address);
  });
  await new Promise<void>((done) => udp.bind(port, "127.0.0.1", done));
  const close = async () => {
    await Promise.all([
      new Promise<void>((done) => udp.close(done)),
      new Promise<void>((done) => tcp.close(() => done())),
    ]);
  };
  return { port, asked, close };
}

const two = (value: number) => Buffer.from([value >> 8, value & 0xff]);

function readQuestion(query: Buffer): { name: string; type: string; question: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const number = query.readUInt16BE(at + 1);
  const type = Object.entries(numbers).find(([, known]) => known === number)?.[0] ?? `${number}`;
  return { name: labels.join("."), type, question: query.subarray(12, at + 5) };
}

/** The name is that of the question: a pointer to it. Kept for a minute. */
const record = ({ type, data }: TestRecord): Buffer =>
  Buffer.concat([
    Buffer.from([0xc0, 0x0c]),
    ...[numbers[type], 1, 0, 60, data.length].map(two),
    data,
  ]);

const encodeName = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split(".")
      .filter(Boolean)
      .map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, "latin1")),
    Buffer.alloc(1),
  ]);

const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);

/** One record of each type, from what a zone file would say. */
export const records = {
  a: (address: string): TestRecord => ({
    type: "A",
    data: Buffer.from(address.split(".").map(Number)),
  }),
  /** Eight groups, written out. */
  aaaa: (address: string): TestRecord => ({
    type: "AAAA",
    data: Buffer.concat(address.split(":").map((group) => two(Number.parseInt(group, 16)))),
  }),
  cname: (name: string): TestRecord => ({ type: "CNAME", data: encodeName(name) }),
  ns: (name: string): TestRecord => ({ type: "NS", data: encodeName(name) }),
  mx: (priority: number, name: string): TestRecord => ({
    type: "MX",
    data: Buffer.concat([two(priority), encodeName(name)]),
  }),
  txt: (...parts: string[]): TestRecord => ({ type: "TXT", data: Buffer.concat(parts.map(text)) }),
  srv: (priority: number, weight: number, port: number, name: string): TestRecord => ({
    type: "SRV",
    data: Buffer.concat([...[priority, weight, port].map(two), encodeName(name)]),
  }),
  caa: (flags: number, tag: string, value: string): TestRecord => ({
    type: "CAA",
    data: Buffer.concat([Buffer.from([flags]), text(tag), Buffer.from(value)]),
  }),
};
