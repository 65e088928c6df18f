import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { confirmCaller, sessionState } from "@/lib/auth/confirm-caller";
import { decodeSession, encodeSession } from "@/lib/auth/session-token";
import { confirmPassword, signIn } from "@/lib/auth/sign-in";
import { query } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { createPerson, disablePerson, enablePerson } from "@/lib/people/commands";
import { callerOf, makePerson, setup } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

async function account() {
  const email = `person-${randomUUID()}@example.com`;
  const { personId, password } = (await createPerson(setup, { email, name: "Someone" })).result;
  return { email, password, personId };
}

const outcome = async (work: Promise<unknown>) =>
  work.then(
    () => "in",
    (error) => (error instanceof AppError ? error.reason.code : String(error)),
  );

const from = () => ({ address: `test ${randomUUID()}` });

describe("signing in", () => {
  it("works with the right password, whatever the letters of the email", async () => {
    const { email, password, personId } = await account();
    const given = { email: ` ${email.toUpperCase()} `, password, ...from() };
    await expect(signIn(given)).resolves.toEqual({ id: personId, epoch: 0 });
  });

  it("says the same for a wrong password, no such account and a disabled one", async () => {
    const [known, gone] = [await account(), await account()];
    await disablePerson(setup, { personId: gone.personId });
    const tries = [
      { email: known.email, password: "not that one" },
      { email: `nobody-${randomUUID()}@example.com`, password: "not that one" },
      { email: gone.email, password: gone.password },
    ];
    for (const given of tries)
      expect(await outcome(signIn({ ...given, ...from() }))).toBe("wrong_sign_in");
  });

  it("is limited per account from wherever, and says how long to wait", async () => {
    const { email, password } = await account();
    for (let n = 0; n < 10; n += 1)
      expect(await outcome(signIn({ email, password: "wrong", ...from() }))).toBe("wrong_sign_in");
    const error = await signIn({ email, password, ...from() }).catch((e) => e);
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe("limited");
    expect(error.reason.params.seconds).toBeGreaterThan(800);
    expect(error.reason.params.seconds).toBeLessThanOrEqual(900);
  });

  it("is limited for accounts that do not exist just so", async () => {
    const email = `nobody-${randomUUID()}@example.com`;
    for (let n = 0; n < 10; n += 1) await outcome(signIn({ email, password: "x", ...from() }));
    expect(await outcome(signIn({ email, password: "x", ...from() }))).toBe("limited_minutes");
  });

  it("lets in again when the window is over", async () => {
    const { email, password } = await account();
    for (let n = 0; n < 10; n += 1) await outcome(signIn({ email, password: "x", ...from() }));
    await query(`update "SignInAttempt" set at = at - interval '16 minutes' where account = $1`, [
      email,
    ]);
    expect(await outcome(signIn({ email, password, ...from() }))).toBe("in");
  });

  it("counts failures since the last success only", async () => {
    const { email, password } = await account();
    for (let n = 0; n < 9; n += 1) await outcome(signIn({ email, password: "x", ...from() }));
    expect(await outcome(signIn({ email, password, ...from() }))).toBe("in");
    for (let n = 0; n < 9; n += 1) await outcome(signIn({ email, password: "x", ...from() }));
    expect(await outcome(signIn({ email, password, ...from() }))).toBe("in");
  });

  it("thirty tries at once do not pass the limit of ten", async () => {
    const { email } = await account();
    const tries = Array.from({ length: 30 }, () =>
      outcome(signIn({ email, password: "wrong", ...from() })),
    );
    const answers = await Promise.all(tries);
    expect(answers.filter((answer) => answer === "wrong_sign_in")).toHaveLength(10);
    expect(answers.filter((answer) => answer === "limited_minutes")).toHaveLength(20);
  });

  it("is limited per address over many accounts", async () => {
    const { address } = from();
    await query(
      `insert into "SignInAttempt" (account, address, ok, at) select 'account ' || n, $1, false, now() from generate_series(1, 49) n`,
      [address],
    );
    const { email, password } = await account();
    expect(await outcome(signIn({ email, password: "x", address }))).toBe("wrong_sign_in");
    expect(await outcome(signIn({ email, password, address }))).toBe("limited_minutes");
    expect(await outcome(signIn({ email, password, ...from() }))).toBe("in");
  });
});

describe("the password again", () => {
  it("is asked with the same limits", async () => {
    const { personId, password } = await account();
    const caller = await callerOf(personId);
    const ask = (word: string) => outcome(confirmPassword(caller, word, randomUUID()));
    expect(await ask(password)).toBe("in");
    for (let n = 0; n < 10; n += 1) expect(await ask("wrong")).toBe("wrong_password");
    expect(await ask(password)).toBe("limited_minutes");
  });
});

describe("a session", () => {
  it("carries a person and an epoch, and nothing that was forged", async () => {
    const token = await encodeSession({ personId: "p", epoch: 3 });
    expect(await decodeSession(token)).toEqual({ personId: "p", epoch: 3 });
    const at = token.lastIndexOf(".") - 10; // inside the encrypted claims
    const other = token[at] === "A" ? "B" : "A";
    expect(await decodeSession(token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
    expect(await decodeSession("nonsense")).toBeNull();
  });

  it("ends at once when its person is disabled, and stays ended when they are enabled again", async () => {
    const { id, caller } = await makePerson({ roles: ["viewer"] });
    expect((await confirmCaller(caller)).kind).toBe("person");
    expect(await sessionState(id, 0)).toMatchObject({ id, grants: [{ role: "viewer" }] });
    await disablePerson(setup, { personId: id });
    await expect(confirmCaller(caller)).rejects.toMatchObject({ code: "signed_out" });
    expect(await sessionState(id, 0)).toBeNull();
    await enablePerson(setup, { personId: id });
    await expect(confirmCaller(caller)).rejects.toMatchObject({ code: "signed_out" });
    await expect(confirmCaller(await callerOf(id))).resolves.toMatchObject({ id });
  });
});
