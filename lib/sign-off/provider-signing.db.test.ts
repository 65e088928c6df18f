import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { comeBack } from "@/lib/identity/come-back";
import { linkIdentity } from "@/lib/identity/commands";
import { newVisit } from "@/lib/identity/visit";
import { editPerson } from "@/lib/people/commands";
import { forgetSignings } from "@/lib/sign-off/forget-commands";
import { finishSigning, keepSigning } from "@/lib/sign-off/provider-commands";
import { providerSigning } from "@/lib/sign-off/provider-queries";
import { statementView } from "@/lib/sign-off/queries";
import { type MadeDeployment, makeDeployment, planNow, settle } from "@/lib/testing/deployments";
import { callerOf, type MadePerson, makePerson, setup } from "@/lib/testing/fixtures";
import { type Person, startOidcProvider } from "@/lib/testing/oidc-provider";
import { makeCast, signedText, signOffKey } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";
import { providerAt, type TestProvider, visitProvider } from "@/lib/testing/visits";

useDatabase();

let server: TestProvider;
let qa: MadePerson;
let me: Person;
let deployment: MadeDeployment;

async function linked(person: MadePerson): Promise<Person> {
  const there = { sub: randomUUID(), email: person.email, email_verified: true };
  const { issuer } = server;
  const input = { personId: person.id, issuer, subject: there.sub, email: person.email };
  await linkIdentity(setup, input);
  // Linking ends the sessions of before.
  person.caller = await callerOf(person.id);
  return there;
}

beforeAll(async () => {
  server = await startOidcProvider();
  const cast = await makeCast();
  qa = cast.qa;
  me = await linked(qa);
  deployment = await makeDeployment({ text: signedText });
  await settle(deployment, "Merged");
});
afterAll(() => server.close());

/** Reads the words and leaves for the provider with them. */
async function leave(of = deployment, person = qa) {
  const key = await signOffKey(of, "QA");
  const ask = { deploymentId: of.id, signOffKey: key, locale: "en" as const, closing: null };
  const { statement, stateHash, seen } = await statementView(person.caller, ask);
  return keepSigning(person.caller, providerAt(server), { ...ask, statement, stateHash, seen });
}

/** Comes back as whoever the provider says. */
async function back(id: string, caller: Caller = qa.caller) {
  const [provider, visit] = [providerAt(server), newVisit({ next: "/", signing: id })];
  const brought = await visitProvider(provider, visit);
  const from = { address: `test ${randomUUID()}` };
  await finishSigning(caller, provider, id, (accept) =>
    comeBack(provider, visit, brought, from, accept),
  );
}

async function signedEvents(of = deployment) {
  const rows = await query<{ body: string }>(
    `select body from "Event" where "streamId" = $1 and kind = 'sign_off.signed'`,
    [of.id],
  );
  return rows.map(({ body }) => JSON.parse(body).after);
}

async function fresh(): Promise<MadeDeployment> {
  const made = await makeDeployment({ text: signedText });
  await settle(made, "Merged");
  return made;
}

const seconds = () => Math.floor(Date.now() / 1000);

describe("a signature by a new sign-in at the provider", () => {
  it("is made once, says how, and holds no token", async () => {
    const made = await fresh();
    server.be({ person: me, signedInAt: seconds() - 4_000 });
    const id = await leave(made);
    await back(id);
    const [after, ...more] = await signedEvents(made);
    expect(more).toEqual([]);
    expect(after.authenticated).toEqual({
      ...{ by: "oidc", issuer: server.issuer },
      authTime: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(JSON.stringify(after)).not.toContain(me.sub);
    expect(await providerSigning(qa.caller, made.id, id)).toMatchObject({
      ...{ signed: true, error: null },
    });
    // The proof again: nothing is there to be signed any more.
    await back(id);
    expect(await signedEvents(made)).toHaveLength(1);
  });

  it("is begun as often as somebody likes, and the oldest are left behind", async () => {
    const [team] = await query<{ id: string }>(`select id from "Team" where name = 'QA'`);
    const busy = await makePerson({ roles: ["approver"], teams: [team?.id ?? ""] });
    await linked(busy);
    const made = await fresh();
    for (let n = 0; n < 23; n += 1) await leave(made, busy);
    const [kept] = await query<{ n: number }>(
      `select count(*)::int as n from "ProviderSigning" where "personId" = $1`,
      [busy.id],
    );
    expect(kept?.n).toBe(20);
  });

  it("is made once when the answer comes twice at once", async () => {
    const made = await fresh();
    server.be({ person: me });
    const id = await leave(made);
    await Promise.all([back(id), back(id), back(id)]);
    expect(await signedEvents(made)).toHaveLength(1);
  });

  const refused: [string, () => void, string][] = [
    [
      "a sign-in of before",
      () => server.be({ person: me, ignoresPrompt: true, signedInAt: seconds() - 301 }),
      "provider_sign_in_old",
    ],
    [
      "an answer that does not say when they signed in",
      () => server.be({ person: me, saysAuthTime: false }),
      "provider_no_auth_time",
    ],
    [
      "somebody whom nobody here is",
      () => server.be({ person: { ...me, sub: "somebody else" } }),
      "provider_other_person",
    ],
    ["nobody: they turned back", () => server.be({}), "provider_cancelled"],
    ["a forged answer", () => server.be({ person: me, algorithm: "none" }), "provider_refused"],
  ];
  it.each(refused)("is refused for %s; it can be tried again", async (_, behave, code) => {
    behave();
    const id = await leave();
    await back(id);
    expect(await signedEvents()).toEqual([]);
    expect(await providerSigning(qa.caller, deployment.id, id)).toMatchObject({
      ...{ signed: false, error: { reason: { code } } },
    });
    server.be({ person: me });
    await back(id);
    expect(await signedEvents(), "the same proof is used up").toEqual([]);
  });

  it("is refused for another person who is linked too, however fresh", async () => {
    const other = await makePerson({ roles: ["approver"] });
    server.be({ person: await linked(other) });
    const id = await leave();
    await back(id);
    expect((await providerSigning(qa.caller, deployment.id, id)).error?.reason.code).toBe(
      "provider_other_person",
    );
    await back(id, other.caller);
    expect(await signedEvents()).toEqual([]);
  });

  it("is refused when what it covers moved meanwhile, and says what", async () => {
    const made = await fresh();
    server.be({ person: me });
    const id = await leave(made);
    await settle(made, "Merged", "not_applicable", "It is not");
    await back(id);
    expect(await signedEvents(made)).toEqual([]);
    const { error } = await providerSigning(qa.caller, made.id, id);
    expect(error).toMatchObject({ code: "conflict", reason: { code: "state_moved" } });
    expect(JSON.stringify(error)).toContain("Merged");
  });

  it("belongs to the session that left, for ten minutes", async () => {
    server.be({ person: me });
    const late = await leave();
    await query(
      `update "ProviderSigning" set "createdAt" = "createdAt" - interval '11 minutes' where id = $1`,
      [late],
    );
    await back(late);
    const other = await leave();
    const caller: Caller = { actor: { kind: "person", id: qa.id, epoch: 7 }, via: "browser" };
    await back(other, caller);
    expect(await signedEvents()).toEqual([]);
    expect((await providerSigning(qa.caller, deployment.id, late)).error?.reason.code).toBe(
      "provider_used",
    );
  });

  it("leaves nothing behind for longer than an hour", async () => {
    const [old, young] = [await leave(), await leave()];
    await query(
      `update "ProviderSigning" set "createdAt" = "createdAt" - interval '61 minutes' where id = $1`,
      [old],
    );
    await forgetSignings();
    const rows = await query(`select id from "ProviderSigning" where id in ($1, $2)`, [old, young]);
    expect(rows).toEqual([{ id: young }]);
  });

  it("is shown to the one who left alone", async () => {
    const id = await leave();
    const other = await makePerson({ roles: ["approver"] });
    await expect(providerSigning(other.caller, deployment.id, id)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(providerSigning(qa.caller, (await fresh()).id, id)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is begun by nobody who is not linked, and offered to nobody else", async () => {
    const stranger = await makePerson({ roles: ["approver"] });
    await expect(leave(deployment, stranger)).rejects.toMatchObject({
      ...{ code: "refused", reason: { code: "provider_not_linked" } },
    });
  });

  it("is not given by whoever was linked by an email that somebody else had set, on what was under way", async () => {
    const [{ state }, victim] = [
      await planNow(deployment.id),
      await makePerson({ roles: ["approver"] }),
    ];
    const teamId = Object.values(state.signOffs).find(({ label }) =>
      label.startsWith("QA"),
    )?.teamId;
    await query(
      `insert into "TeamMember" ("teamId", "personId", "joinedAt") values ($1, $2, '2020-01-01Z')`,
      [teamId, victim.id],
    );
    const email = `thief-${randomUUID()}@example.com`;
    await editPerson(setup, { personId: victim.id, name: victim.name, email });
    const thief = { ...victim, email };
    server.be({ person: await linked(thief) });
    thief.caller = await callerOf(victim.id);
    const id = await leave(deployment, thief);
    await back(id, thief.caller);
    expect((await providerSigning(thief.caller, deployment.id, id)).error?.reason.code).toBe(
      "password_was_reset",
    );
    expect(await signedEvents()).toEqual([]);
  });
});
