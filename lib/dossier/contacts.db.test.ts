import { beforeAll, describe, expect, it } from "vitest";
import { query } from "@/lib/core/db";
import { eventsCsv } from "@/lib/dossier/csv";
import { type Revealed, revealing, statementOf } from "@/lib/dossier/make";
import { readRecord } from "@/lib/dossier/read-record";
import type { Statement } from "@/lib/dossier/schema";
import { sha256 } from "@/lib/log/event";
import { withValues } from "@/lib/log/personal";
import { forgetPerson } from "@/lib/people/forget-command";
import { keyOf, makeDeployment, settle } from "@/lib/testing/deployments";
import { makeAdmin, makePerson } from "@/lib/testing/fixtures";
import { verifiedAfter } from "@/lib/testing/forging";
import { makeCast, signedText, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const personal = [
  "Arvid Holmqvist",
  "+46 8 5550 2211",
  "arvid@example.com",
  "Berit Lund",
  "#berit",
];

/** Columns in an order of their own, an address over two cells, a blank row, and the line ends of another system. */
const text = `${signedText}
## Emergency contacts

| Phone | Who | Role | E-mail | When |
|---|---|---|---|---|
| **+46 8 5550 2211** | Arvid Holmqvist | On call | <arvid@example.com> | first |
| #berit | Berit Lund | Network | | second |
| | | Nobody yet | | |
`.replaceAll("\n", "\r\n");

const record = async (id: string, asked: Revealed): Promise<Statement> =>
  statementOf(revealing(await readRecord(id), asked), new Date(), "test");

let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  cast = await makeCast();
});

async function signedWithContacts() {
  const deployment = await makeDeployment({ text });
  await settle(deployment, "Merged");
  await signs(deployment, "Development", cast.dev);
  const [published] = await query<{ text: string; textHash: string }>(
    `select v.text, v."textHash" from "TemplateVersion" v where v.id =
       (select body::jsonb #>> '{after,template,versionId}' from "Event" where "streamId" = $1 and number = 1)`,
    [deployment.id],
  );
  if (!published) throw new Error("no published version");
  return { ...deployment, published };
}

describe("contacts that a checklist names itself", () => {
  it("are nowhere in a record that was not asked for them, and it is sound", async () => {
    const { id, manager } = await signedWithContacts();
    const made = await record(id, { contacts: false, names: true });
    const whole = JSON.stringify(made);
    for (const value of personal) expect(whole).not.toContain(value);
    expect(whole).toContain(manager.name);
    expect(whole).toContain("Nobody yet");
    expect(
      eventsCsv(revealing(await readRecord(id), { contacts: false, names: true }), "–"),
    ).not.toMatch(/Arvid|5550/);
    const { predicate } = made;
    const told = await verifiedAfter(id, (copy) => {
      copy.predicate.values = predicate.values;
    });
    expect(told).toMatchObject({ sound: true });
  });

  it("are in one that was, to the letter: the published text and its hash come out", async () => {
    const { id, published } = await signedWithContacts();
    const { predicate } = await record(id, { contacts: true, names: true });
    expect(await verifiedAfter(id)).toMatchObject({ sound: true });
    const values = Object.entries(predicate.values ?? {});
    const known = new Map(values.map(([commitment, { value }]) => [commitment, value]));
    const filled = withValues(predicate.template, known, "gone");
    expect(filled.text).toBe(published.text);
    expect(sha256(filled.text)).toBe(published.textHash);
    expect(filled.document).toMatchObject({
      contacts: [
        { role: "On call", name: "Arvid Holmqvist", contact: "+46 8 5550 2211, arvid@example.com" },
        { role: "Network", name: "Berit Lund", contact: "#berit" },
        { role: "Nobody yet", name: "", contact: "" },
      ],
    });
  });

  it("cannot be put back, exchanged or taken away by a forger", async () => {
    const { id, published } = await signedWithContacts();
    const plain = await verifiedAfter(id, ({ predicate }) => {
      predicate.template.text = published.text;
    });
    expect(plain).toMatchObject({ sound: false, fault: { code: "text-hash" } });
    const exchanged = await verifiedAfter(id, ({ predicate }) => {
      const found = Object.values(predicate.values ?? {}).find(({ value }) => value === "#berit");
      if (found) found.value = "#mallory";
    });
    expect(exchanged).toMatchObject({ sound: false, fault: { code: "value" } });
    const read = await verifiedAfter(id, ({ predicate }) => {
      const document = predicate.template.document as { contacts: { name: string }[] };
      for (const one of document.contacts) one.name = "Mallory";
    });
    expect(read).toMatchObject({ sound: false, fault: { code: "document-hash" } });
  });

  it("are erased from records with the person, line and all, and records stay sound", async () => {
    const { id } = await signedWithContacts();
    const person = await makePerson({ name: "Arvid Holmqvist", roles: ["approver"] });
    await forgetPerson((await makeAdmin()).caller, { personId: person.id });
    const whole = JSON.stringify(await record(id, { contacts: true, names: true }));
    for (const value of personal.slice(0, 3)) expect(whole).not.toContain(value);
    expect(whole).toContain("Berit Lund");
    expect(await verifiedAfter(id)).toMatchObject({ sound: true });
  });

  it("change no hash where there are none, nor the places of items", async () => {
    const bare = await makeDeployment({ text: signedText });
    const { predicate } = await record(bare.id, { contacts: false, names: false });
    expect(predicate.template.text).toBe(signedText);
    const { id } = await signedWithContacts();
    expect(await keyOf(id, "Merged")).toBe(await keyOf(bare.id, "Merged"));
  });
});

describe("a record without names", () => {
  it("names nobody, has ids, and is sound", async () => {
    const { id, manager } = await signedWithContacts();
    const made = await record(id, { contacts: false, names: false });
    expect(JSON.stringify(made)).not.toContain(manager.name);
    expect(made.predicate.values).toEqual({});
    expect(JSON.stringify(made)).toContain(manager.id);
    const told = await verifiedAfter(id, ({ predicate }) => {
      predicate.values = {};
      predicate.people = {};
    });
    expect(told).toMatchObject({ sound: true });
  });
});
