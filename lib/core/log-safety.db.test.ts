import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { demandSafeRoles } from "@/lib/core/log-safety";
import { makeDeployment } from "@/lib/testing/deployments";
import { startProcess } from "@/lib/testing/product";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const secret = "role";
let role: string;
let other: string;

/** As the server's administrator, in this file's database or in the one for maintenance. */
async function asAdmin(text: string, where = databaseOf(process.env.DATABASE_URL ?? "")) {
  const url = new URL(inject("testServer").adminUrl);
  url.pathname = `/${where}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

const databaseOf = (url: string) => new URL(url).pathname.slice(1);

function addressOf(name: string): string {
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.username = name;
  url.password = secret;
  return url.href;
}

const settings = (allow?: "yes") => ({
  DATABASE_URL: addressOf(role),
  DATABASE_DIRECT_URL: addressOf(role),
  COUNTERSIGN_ALLOW_REWRITABLE_LOG: allow,
});

const signingIn = () => ({
  DATABASE_URL: addressOf(role),
  COUNTERSIGN_SECRET: "a secret for tests, thirty-two characters",
});

const refusal = () =>
  demandSafeRoles(settings()).then(
    () => null,
    (error: Error) => error.message,
  );

/** A role with just the rights that migrations give the application. */
beforeEach(async () => {
  role = `app_${randomUUID().slice(0, 8)}`;
  other = `other_${randomUUID().slice(0, 8)}`;
  await asAdmin(`
    create role ${role} login password '${secret}'; create role ${other};
    grant select, insert, update, delete on all tables in schema public to ${role};
    revoke update, delete, truncate on "Event", "TemplateVersion", "LogHead", "LogKey" from ${role};
    revoke delete on "Signature", "Stream" from ${role};`);
});
afterEach(async () => {
  await asAdmin(`
    alter table "Event" owner to countersign_owner; alter function refuse_rewrite() owner to countersign_owner;
    alter schema public owner to pg_database_owner;
    alter database "${databaseOf(process.env.DATABASE_URL ?? "")}" owner to countersign_owner;
    revoke all on "LogKey" from public;
    drop owned by ${role}, ${other} cascade; drop role ${role}, ${other};`);
});

const excess: [string, () => string, string][] = [
  ["superuser", () => `alter role ${role} superuser`, "it is a superuser"],
  ["making roles", () => `alter role ${role} createrole`, "CREATEROLE"],
  ["above row security", () => `alter role ${role} bypassrls`, "BYPASSRLS"],
  ["replication", () => `alter role ${role} replication`, "REPLICATION"],
  [
    "programs on the server",
    () => `grant pg_execute_server_program to ${role}`,
    "pg_execute_server_program",
  ],
  ["files of the server", () => `grant pg_write_server_files to ${role}`, "pg_write_server_files"],
  [
    "every table's data",
    () => `grant pg_write_all_data to ${role}`,
    `may UPDATE, DELETE on "Event"`,
  ],
  ["owning a table", () => `alter table "Event" owner to ${role}`, 'it owns table "Event"'],
  [
    "owning the function of the triggers",
    () => `alter function refuse_rewrite() owner to ${role}`,
    "it owns function refuse_rewrite()",
  ],
  ["owning the schema", () => `alter schema public owner to ${role}`, "it owns schema public"],
  [
    "owning the database",
    () => `alter database "${databaseOf(process.env.DATABASE_URL ?? "")}" owner to ${role}`,
    "it owns database",
  ],
  [
    "membership of the owner",
    () => `grant countersign_owner to ${role}`,
    "it is a member of countersign_owner, which owns table",
  ],
  [
    "membership of the owner, only by SET ROLE",
    () => `alter role ${role} noinherit; grant countersign_owner to ${role}`,
    "member of countersign_owner",
  ],
  [
    "membership of a superuser",
    () => `alter role ${other} superuser; grant ${other} to ${role}`,
    "which is a superuser",
  ],
  ["changing events", () => `grant update on "Event" to ${role}`, 'it may UPDATE on "Event"'],
  [
    "changing one column of events",
    () => `grant update (body) on "Event" to ${role}`,
    'it may UPDATE on "Event"',
  ],
  ["removing events", () => `grant delete on "Event" to ${role}`, 'it may DELETE on "Event"'],
  ["emptying the log", () => `grant truncate on "Event" to ${role}`, 'it may TRUNCATE on "Event"'],
  [
    "triggers of one's own on events",
    () => `grant trigger on "Event" to ${role}`,
    'it may TRIGGER on "Event"',
  ],
  [
    "removing signatures",
    () => `grant delete on "Signature" to ${role}`,
    'it may DELETE on "Signature"',
  ],
  [
    "removing the head of a log",
    () => `grant delete on "Stream" to ${role}`,
    'it may DELETE on "Stream"',
  ],
  [
    "changing signed heads",
    () => `grant update on "LogHead" to ${role}`,
    'it may UPDATE on "LogHead"',
  ],
  ["a right of everybody", () => `grant delete on "LogKey" to public`, 'it may DELETE on "LogKey"'],
  [
    "a right through another role",
    () =>
      `grant delete on "Event" to ${other}; alter role ${role} noinherit; grant ${other} to ${role}`,
    'DELETE on "Event"',
  ],
  [
    "setting session_replication_role",
    () => `grant set on parameter session_replication_role to ${role}`,
    "may set session_replication_role",
  ],
  [
    "triggers switched off for the role",
    () => `alter role ${role} set session_replication_role = replica`,
    "session_replication_role = replica",
  ],
];

describe("a role that could rewrite the log", () => {
  it("is none of those that migrations give their rights to", async () => {
    expect(await refusal()).toBeNull();
    await query("select 1");
  });

  it.each(excess)("is refused for %s alone, named with what mends it", async (_, give, said) => {
    await asAdmin(give());
    const message = await refusal();
    expect(message).toContain(`DATABASE_URL signs in as ${role}, which could rewrite the log: `);
    expect(message).toContain(said);
    expect(message).toMatch(/Mend it: (ALTER|REVOKE) /);
    expect(message).toContain("COUNTERSIGN_ALLOW_REWRITABLE_LOG=yes");
    expect(message).not.toContain(`${secret}@`);
  });

  it("is refused by the statements that mend it no more", async () => {
    await asAdmin(`grant update, delete on "Event" to ${role}; alter role ${role} createrole`);
    const mending = /Mend it: (.*?)\. Or give/.exec((await refusal()) ?? "")?.[1];
    await asAdmin(mending ?? "");
    expect(await refusal()).toBeNull();
  });

  it("is used with a warning where that was said, at every start", async () => {
    await asAdmin(`grant delete on "Event" to ${role}`);
    const warned = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await demandSafeRoles(settings("yes"));
    expect(warned.mock.calls.flat().join()).toMatch(/^Warning .*it may DELETE on "Event"/);
    warned.mockRestore();
  });

  it("gets no connection either, whatever way the process came in", async () => {
    await asAdmin(`grant delete on "Event" to ${role}`);
    const any = `import { query } from "./lib/core/db.ts"; query("select 1").then(() => process.exit(0), (error) => { console.error(error.message); process.exit(1); });`;
    const worker = startProcess(["--import", "tsx", "lib/process/worker.ts"], signingIn());
    const other = startProcess(["--import", "tsx", "--input-type=module", "-e", any], signingIn());
    for (const one of [worker, other]) {
      expect(await one.ended).toBe(1);
      expect(one.said().trim().split("\n")).toHaveLength(1);
      expect(one.said()).toContain('it may DELETE on "Event"');
    }
  });
});

describe("a signature in the database", () => {
  it("may be suspended and withdrawn, and is otherwise kept from everybody, the tables' owner too", async () => {
    const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
    await owner.connect();
    try {
      const made = await makeDeployment({ text: "# List\n\n- [ ] One\n" });
      await owner.query(
        `insert into "Signature" (id, "deploymentId", "signOffKey", "personId", answer, statement, locale, "stateHash", seen, number, manifest, at)
         values ($1, $1, 'key', 'person', 'signed', 'I approve', 'en', 'hash', 1, 2, '{}', now())`,
        [made.id],
      );
      const change = (set: string) =>
        owner.query(`update "Signature" set ${set} where id = $1`, [made.id]);
      await change(`"suspendedAt" = now(), "withdrawnAt" = now(), withdrawn = 'a reason'`);
      for (const set of [`statement = 'I do not'`, `"stateHash" = 'x'`, `"personId" = 'x'`])
        await expect(change(set)).rejects.toThrow("what was signed cannot be changed");
      await expect(owner.query(`delete from "Signature"`)).rejects.toThrow("append-only");
      await expect(owner.query(`truncate "Signature"`)).rejects.toThrow("append-only");
    } finally {
      await owner.end();
    }
  });
});
