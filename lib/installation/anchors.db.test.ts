import { generateKeyPairSync } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { anchorPlaces } from "@/lib/installation/anchor-places";
import { anchorHeads } from "@/lib/installation/runner";
import { keepPublicKey, signStreamHead } from "@/lib/log/heads";
import { type LogKey, readLogKey } from "@/lib/log/key";
import { logVerifyCommand } from "@/lib/log/verify-cli";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { localServers, serveHttp, serveTcp } from "@/lib/testing/servers";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const servers = localServers();
const never = new AbortController().signal;
const key: LogKey = readLogKey(
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
);

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-anchors-"));
  file = join(folder, "anchors.jsonl");
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await servers.closeAll();
});

const nothing = {
  COUNTERSIGN_ANCHOR_FILE: undefined,
  COUNTERSIGN_ANCHOR_WEBHOOK: undefined,
  COUNTERSIGN_ANCHOR_WEBHOOK_TOKEN: undefined,
  COUNTERSIGN_ANCHOR_ALLOW: [],
  COUNTERSIGN_ANCHOR_MAIL_SERVER: undefined,
  COUNTERSIGN_ANCHOR_MAIL_FROM: undefined,
  COUNTERSIGN_ANCHOR_MAIL_TO: undefined,
};
const toFile = () => anchorPlaces({ ...nothing, COUNTERSIGN_ANCHOR_FILE: file });
const toWebhook = (url: string, allow = ["127.0.0.1"]) =>
  anchorPlaces({
    ...nothing,
    COUNTERSIGN_ANCHOR_WEBHOOK: url,
    COUNTERSIGN_ANCHOR_WEBHOOK_TOKEN: "the-token",
    COUNTERSIGN_ANCHOR_ALLOW: allow,
  });

/** A log whose head was signed at its first event and at its last. */
async function signedLog() {
  const made = await makeDeployment({ text: "# List\n\n- [ ] One\n- [ ] Two\n" });
  await keepPublicKey(key);
  await signStreamHead(made.id, key, new Date());
  await settle(made, "One");
  await settle(made, "Two");
  await signStreamHead(made.id, key, new Date());
  return made;
}

/** A mail relay as small as the standard lets it be. */
function relay(socket: Socket, told: { refuses: boolean; mails: string[] }): void {
  let mail: string | null = null;
  let waiting = "";
  const answer = (line: string) => {
    if (/^EHLO/.test(line)) return "250-relay.invalid\r\n250 8BITMIME";
    if (/^RCPT/.test(line)) return told.refuses ? "550 not here" : "250 ok";
    if (line !== "DATA") return "250 ok";
    mail = "";
    return "354 go on";
  };
  socket.write("220 relay.invalid\r\n");
  socket.on("data", (part) => {
    const whole = (waiting + part.toString()).split("\r\n");
    waiting = whole.pop() ?? "";
    for (const line of whole) {
      if (mail === null) {
        socket.write(`${answer(line)}\r\n`);
      } else if (line === ".") {
        told.mails.push(mail);
        mail = null;
        socket.write("250 taken\r\n");
      } else mail += `${line}\r\n`;
    }
  });
}

const lines = () =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { streamId: string; number: number });

const target = async (name: string) =>
  (
    await query<{ tries: number; failure: string | null; doneAt: Date | null }>(
      `select tries, failure, "doneAt" from "LogAnchorTarget" where target = $1`,
      [name],
    )
  )[0];

const asOwner = async (text: string, values: unknown[]) => {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await owner.connect();
  try {
    for (const table of ["Event", "LogHead"])
      await owner.query(`alter table "${table}" disable trigger all`);
    await owner.query(text, values);
  } finally {
    await owner.end();
  }
};

async function verify(...args: string[]) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const code = await logVerifyCommand(args, { stdout: say, stderr: say, readFile });
  return { code, out: said.join("") };
}

describe("heads of logs are written down outside", () => {
  it("in a file, a line for each, once", async () => {
    const { id } = await signedLog();
    await anchorHeads(toFile(), never);
    expect(await anchorHeads(toFile(), never)).toBe(0);
    const mine = lines().filter(({ streamId }) => streamId === id);
    expect(mine.map(({ number }) => number)).toEqual([1, 3]);
    await signedLog();
    await anchorHeads(toFile(), never);
    expect(lines().filter(({ streamId }) => streamId === id)).toEqual(mine);
    expect(await target("file")).toMatchObject({ tries: 0, failure: null });
  });

  it("at a webhook, with its token; what failed is noted, said and sent again, in order", async () => {
    const { id } = await signedLog();
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const heard: {
      authorization: string | undefined;
      heads: { streamId: string; number: number }[];
    }[] = [];
    let status = 503;
    const { url } = await servers.keep(
      serveHttp(async (request, response) => {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        if (status === 200)
          heard.push({
            authorization: request.headers.authorization,
            heads: JSON.parse(Buffer.concat(parts).toString()).heads,
          });
        response.writeHead(status).end();
      }),
    );
    await anchorHeads(toWebhook(url), never);
    await anchorHeads(toWebhook(url), never);
    expect(await target("webhook")).toMatchObject({ tries: 2, failure: "it answered 503" });
    expect(said.mock.calls.flat().join()).toContain("webhook: it answered 503");
    said.mockRestore();
    status = 200;
    expect(await anchorHeads(toWebhook(url), never)).toBeGreaterThanOrEqual(2);
    expect(await target("webhook")).toMatchObject({ tries: 0, failure: null });
    expect(heard[0]?.authorization).toBe("Bearer the-token");
    const mine = heard.flatMap(({ heads }) => heads).filter(({ streamId }) => streamId === id);
    expect(mine.map(({ number }) => number)).toEqual([1, 3]);
  });

  it("at a webhook only where the guard lets it, and never where it is sent on to", async () => {
    await signedLog();
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    let asked = 0;
    const { url } = await servers.keep(
      serveHttp((_, response) => {
        asked += 1;
        response.writeHead(307, { location: "/elsewhere" }).end();
      }),
    );
    await anchorHeads(toWebhook(url, []), never);
    expect(asked).toBe(0);
    expect((await target("webhook"))?.failure).toContain("address-refused");
    await anchorHeads(toWebhook(url), never);
    expect(asked).toBe(1);
    expect((await target("webhook"))?.failure).toBe("it answered 307");
    said.mockRestore();
  });

  it("by mail, through a relay that takes it; one that does not is noted with its words", async () => {
    const { id } = await signedLog();
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const told = { refuses: true, mails: [] as string[] };
    const { port } = await servers.keep(serveTcp((socket) => relay(socket, told)));
    const toMail = (allow: string[]) =>
      anchorPlaces({
        ...nothing,
        COUNTERSIGN_ANCHOR_MAIL_SERVER: `smtp://127.0.0.1:${port}`,
        COUNTERSIGN_ANCHOR_MAIL_FROM: "countersign@example.com",
        COUNTERSIGN_ANCHOR_MAIL_TO: "audit@example.com",
        COUNTERSIGN_ANCHOR_ALLOW: allow,
      });
    await anchorHeads(toMail([]), never);
    expect((await target("mail"))?.failure).toContain("address-refused");
    await anchorHeads(toMail(["127.0.0.1"]), never);
    expect(await target("mail")).toMatchObject({ tries: 2, failure: "550 not here" });
    said.mockRestore();
    told.refuses = false;
    await anchorHeads(toMail(["127.0.0.1"]), never);
    expect(await target("mail")).toMatchObject({ tries: 0, failure: null });
    const [headers = "", body = ""] = told.mails.join("").split("\r\n\r\n");
    expect(headers).toContain("To: <audit@example.com>");
    expect(headers.split("\r\n").every((line) => /^[A-Za-z-]+: \S/.test(line))).toBe(true);
    writeFileSync(file, body);
    expect(await verify("--deployment", id, "--anchors", file)).toMatchObject({ code: 0 });
    expect(() =>
      anchorPlaces({ ...nothing, COUNTERSIGN_ANCHOR_MAIL_TO: "audit@example.com" }),
    ).toThrow("must be set together");
  });

  it("and one place that fails does not keep the others waiting", async () => {
    const { id } = await signedLog();
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const gone = anchorPlaces({ ...nothing, COUNTERSIGN_ANCHOR_FILE: join(folder, "no", "file") });
    await anchorHeads([...gone, ...toWebhook("http://127.0.0.1:9", []), ...toFile()], never);
    expect(lines().some(({ streamId }) => streamId === id)).toBe(true);
    expect(said).toHaveBeenCalledTimes(2);
    said.mockRestore();
  });
});

describe("log verify --anchors", () => {
  it("finds a log whole that is as it was written down, and one that went on since", async () => {
    const made = await signedLog();
    await anchorHeads(toFile(), never);
    expect(await verify("--deployment", made.id, "--anchors", file)).toMatchObject({ code: 0 });
    const more = await makeDeployment({ text: "# List\n\n- [ ] One\n", project: made.project });
    expect(await verify("--deployment", more.id, "--anchors", file)).toMatchObject({ code: 0 });
  });

  it("names the first event that was cut off, with every trace of it in the database", async () => {
    const { id } = await signedLog();
    await anchorHeads(toFile(), never);
    await asOwner(`delete from "LogHead" where "streamId" = $1 and number > 1`, [id]);
    await asOwner(`delete from "Event" where "streamId" = $1 and number > 1`, [id]);
    await asOwner(
      `update "Stream" set last = 1, head = (select hash from "Event" where "streamId" = $1) where id = $1`,
      [id],
    );
    expect(await verify("--deployment", id)).toMatchObject({ code: 0 });
    const told = await verify("--deployment", id, "--anchors", file);
    expect(told.code).toBe(1);
    expect(told.out).toContain("event 2 is missing, though a later or the same one was anchored");
  });

  it("tells of a log that is gone altogether, and of one that was made anew", async () => {
    const [gone, anew] = [await signedLog(), await signedLog()];
    await anchorHeads(toFile(), never);
    for (const table of ["LogHead", "Event"])
      await asOwner(`delete from "${table}" where "streamId" = $1`, [gone.id]);
    await asOwner(`delete from "Stream" where id = $1`, [gone.id]);
    expect((await verify("--deployment", gone.id, "--anchors", file)).out).toContain(
      "event 1 is missing, though",
    );
    // Another log in its place: whole in itself, and nothing in the database contradicts it.
    const other = await signedLog();
    const text = readFileSync(file, "utf8").replaceAll(anew.id, other.id);
    const swapped = join(folder, "swapped.jsonl");
    writeFileSync(swapped, text);
    expect((await verify("--deployment", other.id, "--anchors", swapped)).out).toContain(
      "event 1 is not the event that was anchored",
    );
  });

  it("does not take a file that it cannot read whole for anchors", async () => {
    const { id } = await signedLog();
    await anchorHeads(toFile(), never);
    appendFileSync(file, '{"streamId":"x"\n');
    const broken = await verify("--deployment", id, "--anchors", file);
    expect(broken.code).toBe(2);
    const last = readFileSync(file, "utf8").split("\n").length - 1;
    expect(broken.out).toContain(`line ${last} is no signed head`);
    expect(await verify("--anchors", join(folder, "none"))).toMatchObject({ code: 2 });
  });
});
