import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { confirmCaller } from "@/lib/auth/confirm-caller";
import { signIn } from "@/lib/auth/sign-in";
import { query } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { comeBack } from "@/lib/identity/come-back";
import { unlinkIdentity } from "@/lib/identity/commands";
import { signInProven } from "@/lib/identity/sign-in";
import { decodeVisit, encodeVisit, newVisit } from "@/lib/identity/visit";
import { createPerson, disablePerson, editPerson, resetPassword } from "@/lib/people/commands";
import { changePassword } from "@/lib/people/password-command";
import { callerOf, makeAdmin, makePerson, setup } from "@/lib/testing/fixtures";
import { type Person, startOidcProvider } from "@/lib/testing/oidc-provider";
import { useDatabase } from "@/lib/testing/use-database";
import { providerAt, type TestProvider, visitProvider } from "@/lib/testing/visits";

useDatabase();

let server: TestProvider;
beforeAll(async () => {
  server = await startOidcProvider();
});
afterAll(() => server.close());

const there = (email: string) => ({ sub: randomUUID(), email, email_verified: true });

/** As the browser goes: to the provider as this person, back, and in. */
async function enter(person: Person | null, address = `test ${randomUUID()}`) {
  server.be({ person });
  const [provider, visit] = [providerAt(server), newVisit({ next: "/", signing: null })];
  const brought = await visitProvider(provider, visit);
  return comeBack(provider, visit, brought, { address }, (proven) =>
    signInProven(provider, proven),
  );
}

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "in",
    (error) => (error instanceof AppError ? error.reason.code : String(error)),
  );

const rowOf = async (id: string) => {
  const [row] = await query<Record<"resetAt" | "passwordHash", unknown> & { epoch: number }>(
    `select epoch, "resetAt", "passwordHash" from "Person" where id = $1`,
    [id],
  );
  return row;
};
const identityOf = async (id: string) => {
  const [row] = await query<{ id: string }>(
    `select id from "PersonIdentity" where "personId" = $1`,
    [id],
  );
  return row?.id;
};
const linkEvents = (id: string) =>
  query<{ body: string }>(
    `select body from "Event" where "streamId" = $1 and kind like 'person.identity%' order by number`,
    [id],
  ).then((rows) => rows.map(({ body }) => JSON.parse(body)));

describe("signing in at the provider", () => {
  it("lets in the person with the verified email, and links them once, in their log", async () => {
    const { id, email } = await makePerson();
    const person = there(` ${email.toUpperCase()}`);
    await expect(enter(person)).resolves.toEqual({ personId: id, epoch: 1 });
    await expect(enter(person)).resolves.toEqual({ personId: id, epoch: 1 });
    const events = await linkEvents(id);
    expect(events).toMatchObject([
      {
        kind: "person.identity_linked",
        after: { issuer: server.issuer, emailEdited: false, passwordDropped: true },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain(person.sub);
    expect(await rowOf(id)).toMatchObject({ resetAt: null, passwordHash: null });
  });

  it("makes nobody: strangers, the disabled and the unverified are told so, and nothing is written", async () => {
    const [gone, known] = [await makePerson(), await makePerson()];
    await disablePerson(setup, { personId: gone.id });
    expect(await outcome(enter(there("nobody@example.com")))).toBe("provider_no_account");
    expect(await outcome(enter(there(gone.email)))).toBe("provider_no_account");
    const unverified = { ...there(known.email), email_verified: false };
    expect(await outcome(enter(unverified))).toBe("provider_email_unverified");
    expect(await outcome(enter({ sub: "x" }))).toBe("provider_email_unverified");
    expect(await outcome(enter(null))).toBe("provider_cancelled");
    expect([await identityOf(gone.id), await identityOf(known.id)]).toEqual([undefined, undefined]);
  });

  it("takes what a provider writes of a linked person's email as it comes, and letters that fold into others for nobody's", async () => {
    const { id, email } = await makePerson();
    const person = there(email);
    await enter(person);
    for (const odd of [{ email_verified: "true" }, { email_verified: null }, { email: null }])
      await expect(enter({ ...person, ...odd })).resolves.toMatchObject({
        personId: id,
      });
    const tag = randomUUID().slice(0, 8);
    const { id: kim } = await makePerson();
    await editPerson(setup, { personId: kim, name: "Kim", email: `kim-${tag}@example.com` });
    expect(await outcome(enter(there(`\u212aim-${tag}@example.com`)))).toBe("provider_no_account");
  });

  it("is of the identity, not of the email: a change of it moves nothing, on either side", async () => {
    const [first, second] = [await makePerson(), await makePerson()];
    const person = there(first.email);
    await enter(person);
    await editPerson(setup, { personId: first.id, name: "First", email: `x${first.email}` });
    await editPerson(setup, { personId: second.id, name: "Second", email: first.email });
    await expect(enter(person)).resolves.toMatchObject({ personId: first.id });
    await expect(enter({ ...person, email: second.email })).resolves.toMatchObject({
      personId: first.id,
    });
  });

  it("refuses a second identity for the same person until an admin unlinks the first", async () => {
    const [{ id, email }, admin] = [await makePerson(), await makeAdmin()];
    await enter(there(email));
    expect(await outcome(enter(there(email)))).toBe("provider_other_identity");
    const caller = await callerOf(id);
    const input = { personId: id, identityId: await identityOf(id) };
    await expect(unlinkIdentity(caller, input)).rejects.toMatchObject({ code: "forbidden" });
    await unlinkIdentity(admin.caller, input);
    await expect(confirmCaller(caller)).rejects.toMatchObject({ code: "signed_out" });
    await expect(enter(there(email))).resolves.toMatchObject({ personId: id, epoch: 2 });
    await expect(unlinkIdentity(admin.caller, input)).rejects.toMatchObject({ code: "not_found" });
  });

  it("ends with the person: disabled, they are refused in the words for strangers", async () => {
    const { id, email } = await makePerson();
    const person = there(email);
    await enter(person);
    await disablePerson(setup, { personId: id });
    expect(await outcome(enter(person))).toBe("provider_no_account");
  });

  it("twice at once links once", async () => {
    const { id, email } = await makePerson();
    const person = there(email);
    const answers = await Promise.all([enter, enter, enter].map((go) => outcome(go(person))));
    expect(answers).toContain("in");
    expect(await linkEvents(id)).toHaveLength(1);
  });
});

describe("nobody becomes somebody else by a change of email", () => {
  async function takenOver() {
    const admin = await makeAdmin();
    const email = `victim-${randomUUID()}@example.com`;
    const { result } = await createPerson(admin.caller, { email, name: "Victim" });
    await query(`update "Person" set "mustChangePassword" = false where id = $1`, [
      result.personId,
    ]);
    const victim = {
      id: result.personId,
      email,
      name: "Victim",
      caller: await callerOf(result.personId),
    };
    const thief = there(`thief-${randomUUID()}@example.com`);
    await editPerson(admin.caller, { personId: victim.id, name: "Victim", email: thief.email });
    return { victim, thief, old: result.password };
  }

  it("who is linked by it counts as reset, and the victim notices: password and sessions end", async () => {
    const { victim, thief, old } = await takenOver();
    await expect(enter(thief)).resolves.toEqual({ personId: victim.id, epoch: 1 });
    await expect(confirmCaller(victim.caller)).rejects.toMatchObject({ code: "signed_out" });
    const password = { email: thief.email, password: old, address: randomUUID() };
    expect(await outcome(signIn(password))).toBe("wrong_sign_in");
    expect((await rowOf(victim.id))?.resetAt).toEqual(expect.any(Date));
    expect(await linkEvents(victim.id)).toMatchObject([
      { after: { emailEdited: true, passwordDropped: true } },
    ]);
  });

  it("one's own change of email is no reason", async () => {
    const admin = await makeAdmin();
    const email = `own-${randomUUID()}@example.com`;
    await editPerson(admin.caller, { personId: admin.id, name: admin.name, email });
    await expect(enter(there(email))).resolves.toEqual({ personId: admin.id, epoch: 1 });
    expect(await rowOf(admin.id)).toMatchObject({ resetAt: null });
  });

  it("an administrator who was the first to use the one-time password is out with the first sign-in", async () => {
    const email = `new-${randomUUID()}@example.com`;
    const { result } = await createPerson(setup, { email, name: "New" });
    const next = `only the admin knows ${randomUUID()}`;
    const given = { current: result.password, next };
    await changePassword(await callerOf(result.personId), given, randomUUID());
    const theirs = await callerOf(result.personId);
    await enter(there(email));
    await expect(confirmCaller(theirs)).rejects.toMatchObject({ code: "signed_out" });
    expect(await outcome(signIn({ email, password: next, address: randomUUID() }))).toBe(
      "wrong_sign_in",
    );
  });

  it("nobody gets another password to an account that is linked", async () => {
    const [{ id, email }, admin] = [await makePerson(), await makeAdmin()];
    await enter(there(email));
    expect(await outcome(resetPassword(admin.caller, { personId: id }))).toBe("reset_of_linked");
    await unlinkIdentity(admin.caller, { personId: id, identityId: await identityOf(id) });
    await expect(resetPassword(admin.caller, { personId: id })).resolves.toBeDefined();
  });

  it("a one-time password that was not changed goes with the first sign-in, and whoever used it", async () => {
    const email = `new-${randomUUID()}@example.com`;
    const { result } = await createPerson(setup, { email, name: "New" });
    const used = await callerOf(result.personId);
    await expect(enter(there(email))).resolves.toEqual({ personId: result.personId, epoch: 1 });
    await expect(confirmCaller(used)).rejects.toMatchObject({ code: "signed_out" });
    await expect(confirmCaller(await callerOf(result.personId))).resolves.toMatchObject({ email });
    const given = { email, password: result.password, address: randomUUID() };
    expect(await outcome(signIn(given))).toBe("wrong_sign_in");
  });
});

describe("a visit", () => {
  it("is limited per address, as passwords are", async () => {
    const address = `test ${randomUUID()}`;
    await query(
      `insert into "SignInAttempt" (account, address, ok, at) select 'account ' || n, $1, false, now() from generate_series(1, 49) n`,
      [address],
    );
    expect(await outcome(enter(there("nobody@example.com"), address))).toBe("provider_no_account");
    expect(await outcome(enter(there("nobody@example.com"), address))).toBe("limited_minutes");
  });

  it("counts only in the browser that began it, with its own state", async () => {
    const visit = newVisit({ next: "/people", signing: null });
    const cookie = await encodeVisit(visit);
    expect(await decodeVisit(cookie, visit.state)).toEqual(visit);
    expect(await decodeVisit(cookie, newVisit(visit).state)).toBeNull();
    expect(await decodeVisit(cookie, null)).toBeNull();
    expect(await decodeVisit(undefined, visit.state)).toBeNull();
    expect(await decodeVisit(`${cookie.slice(0, -6)}AAAAAA`, visit.state)).toBeNull();
  });
});
