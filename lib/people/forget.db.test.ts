import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { query } from "@/lib/core/db";
import { erased } from "@/lib/deployment/contacts";
import { changeContacts } from "@/lib/deployment/header-commands";
import { deploymentView } from "@/lib/deployment/queries";
import { checkLogs } from "@/lib/log/check-logs";
import { editPerson, enablePerson, resetPassword } from "@/lib/people/commands";
import { forgetPerson } from "@/lib/people/forget-command";
import { personHistory } from "@/lib/people/history-queries";
import { sweepForgotten } from "@/lib/people/sweep-commands";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { makeAdmin, makePerson, makeTeam, setup } from "@/lib/testing/fixtures";
import { verifiedAfter } from "@/lib/testing/forging";
import { refusal } from "@/lib/testing/refusal";
import { signedText, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

/** Tables with a row that holds one of these texts, whatever the column. */
async function tablesWith(texts: readonly string[]): Promise<string[]> {
  const tables = await query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await query<{ n: number }>(
      `select count(*)::int as n from "${name}" t where exists (
         select 1 from unnest($1::text[]) x where position(lower(x) in lower(to_jsonb(t)::text)) > 0)`,
      [texts],
    );
    if (row && row.n > 0) found.push(name);
  }
  return found;
}

/** Somebody who signed, was renamed, signed in wrongly and is known everywhere by name. */
async function known() {
  const team = await makeTeam("QA");
  await makeTeam("Development");
  const person = await makePerson({
    ...{ name: "Zebedia Quill", roles: ["approver"], teams: [team.id] },
  });
  const email = `zebedia-${person.id.slice(0, 8)}@example.com`;
  await editPerson(setup, { personId: person.id, email, name: "Zebedia Quill-Okoro" });
  const deployment = await makeDeployment({ text: signedText });
  await settle(deployment, "Merged");
  const contacts = [
    { role: "On call", name: "zebedia quill-okoro", contact: "+82 2 5550 7311", escalation: "" },
    { role: "Network", name: "Somebody Else", contact: "+82 2 5550 9999", escalation: "" },
  ];
  await changeContacts(deployment.manager.caller, { deploymentId: deployment.id, contacts });
  await signs(deployment, "QA", person);
  const wrong = signIn({ email, password: "not hers", address: "127.0.0.1" });
  await expect(wrong).rejects.toEqual(refusal("wrong_sign_in"));
  return { person, deployment, texts: ["Zebedia", person.email, email, "5550 7311"] };
}

describe("somebody who was forgotten", () => {
  it("is named nowhere in the database, and every log and signature fits as before", async () => {
    const { person, deployment, texts } = await known();
    expect(await tablesWith(texts)).toEqual(
      expect.arrayContaining(["Person", "PersonalValue", "SignInAttempt"]),
    );
    expect(await tablesWith(texts)).not.toContain("Event");
    const admin = await makeAdmin();
    await forgetPerson(admin.caller, { personId: person.id });
    expect(await tablesWith(texts)).toEqual([]);
    await expectWhole(deployment.id);
    const { state } = await deploymentView(admin.caller, deployment.id);
    expect(state.contacts).toMatchObject([
      { role: "On call", name: erased, contact: erased },
      { role: "Network", name: "Somebody Else", contact: "+82 2 5550 9999" },
    ]);
    expect(await verifiedAfter(deployment.id)).toMatchObject({ sound: true });
    for await (const log of checkLogs(person.id)) expect(log.fault).toBeNull();
    const history = await personHistory(admin.caller, person.id, "gone");
    expect(history[0]).toMatchObject({ kind: "person.forgotten", by: admin.name });
    expect(history.at(-1)).toMatchObject({ kind: "person.created", name: "gone", email: "gone" });
  });

  it("leaves nothing that others' commands wrote of them in that moment, nor what is on its way", async () => {
    const person = await makePerson({ name: 'Quill "Zed" O', roles: ["approver"] });
    const other = await makePerson({ roles: ["approver"] });
    await query(
      `insert into "ProviderSigning" (id, "personId", epoch, "deploymentId", input, "createdAt")
       values ($1, $2, 0, 'd', $3, now())`,
      [randomUUID(), other.id, JSON.stringify({ statement: person.name })],
    );
    await forgetPerson((await makeAdmin()).caller, { personId: person.id });
    expect(await query(`select 1 from "ProviderSigning"`)).toEqual([]);
    const late = [randomUUID(), person.name, "salt", person.id, person.id];
    await query(
      `insert into "PersonalValue" (commitment, value, salt, "personId", "streamId") values ($1, $2, $3, $4, $5)`,
      late,
    );
    await sweepForgotten();
    expect(await query(`select 1 from "PersonalValue" where "personId" = $1`, [person.id])).toEqual(
      [],
    );
    const [kept] = await query<{ n: number }>(
      `select count(*)::int as n from "PersonalValue" where "personId" = $1`,
      [other.id],
    );
    expect(kept?.n).toBeGreaterThan(0);
  });

  it("is locked out, stays so, and is forgotten once", async () => {
    const person = await makePerson({ roles: ["approver"] });
    const admin = await makeAdmin();
    const input = { personId: person.id };
    await forgetPerson(admin.caller, input);
    expect((await forgetPerson(admin.caller, input)).events).toEqual([]);
    for (const act of [enablePerson, resetPassword])
      await expect(act(admin.caller, input)).rejects.toEqual(refusal("person_forgotten"));
    const back = { ...input, email: "new@example.com", name: "Somebody" };
    await expect(editPerson(admin.caller, back)).rejects.toEqual(refusal("person_forgotten"));
    const [row] = await query<{ disabled: boolean; passwordHash: string | null }>(
      `select "disabledAt" is not null as disabled, "passwordHash" from "Person" where id = $1`,
      [person.id],
    );
    expect(row).toEqual({ disabled: true, passwordHash: null });
  });

  it("is not the administrator who asks, and nobody else asks", async () => {
    const person = await makePerson({ roles: ["approver"] });
    const admin = await makeAdmin();
    const own = forgetPerson(admin.caller, { personId: admin.id });
    await expect(own).rejects.toEqual(refusal("cannot_forget_oneself"));
    const manager = await makePerson({ roles: ["release_manager"] });
    const other = forgetPerson(manager.caller, { personId: person.id });
    await expect(other).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a value that was put in the place of another", () => {
  it("is shown to nobody, and the log is not whole", async () => {
    const person = await makePerson({ name: "Zebedia Quill", roles: ["approver"] });
    const admin = await makeAdmin();
    const [of] = await query<{ commitment: string; salt: string; streamId: string }>(
      `delete from "PersonalValue" where "personId" = $1 and value = $2 returning commitment, salt, "streamId"`,
      [person.id, person.name],
    );
    if (!of) throw new Error("no name was kept");
    await query(
      `insert into "PersonalValue" (commitment, value, salt, "personId", "streamId") values ($1, 'Somebody Else', $2, $3, $4)`,
      [of.commitment, of.salt, person.id, of.streamId],
    );
    const history = await personHistory(admin.caller, person.id, "gone");
    expect(history.at(-1)).toMatchObject({ kind: "person.created", name: "gone" });
    const faults = [];
    for await (const log of checkLogs(person.id)) faults.push(log.fault);
    expect(faults).toEqual([{ number: 1, code: "value-other" }]);
  });
});
