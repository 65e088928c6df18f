import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { hashPassword } from "@/lib/auth/password-hash";
import { query } from "@/lib/core/db";
import { editHeader } from "@/lib/deployment/header-commands";
import { listDeployments } from "@/lib/deployment/list-queries";
import { signOffStatus } from "@/lib/deployment/standing";
import { revealed } from "@/lib/log/read-personal";
import { disablePerson, enablePerson, resetPassword } from "@/lib/people/commands";
import { delegate, endDelegation } from "@/lib/people/delegation-commands";
import { delegationsOf, ownDelegations } from "@/lib/people/delegation-queries";
import { addToTeam, confirmMember, grantRole, removeFromTeam } from "@/lib/people/grant-commands";
import { refuse } from "@/lib/sign-off/commands";
import { statementView } from "@/lib/sign-off/queries";
import {
  logOf,
  type MadeDeployment,
  makeDeployment,
  planNow,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import {
  callerOf,
  type MadePerson,
  makeAdmin,
  makePerson,
  makeTeam,
  setup,
} from "@/lib/testing/fixtures";
import { verifiedAfter } from "@/lib/testing/forging";
import { refusal } from "@/lib/testing/refusal";
import { signedText, signing, signOffKey, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const password = "a long one that nobody else has";
let hash: string;
let qa: { id: string };
let development: { id: string };
beforeAll(async () => {
  hash = await hashPassword(password);
  qa = await makeTeam("QA");
  development = await makeTeam("Development");
});

async function approver(name: string, teams: string[] = []): Promise<MadePerson> {
  const person = await makePerson({ name, roles: ["approver"], teams });
  await query(`update "Person" set "passwordHash" = $2 where id = $1`, [person.id, hash]);
  return person;
}

afterEach(() => {
  vi.useRealTimers();
});

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

async function delegated(from: MadePerson, to: MadePerson, teamId = qa.id): Promise<string> {
  const input = { toId: to.id, teamId, until: inHours(24), password };
  return (await delegate(from.caller, input, "127.0.0.1")).result.delegationId;
}

async function ready(text = signedText): Promise<MadeDeployment> {
  const deployment = await makeDeployment({ text });
  await settle(deployment, "Merged");
  return deployment;
}

/** Somebody of QA who is away, whoever signs for them, and a deployment that waits. */
async function away() {
  const [member, delegate] = [await approver("Lee Minho", [qa.id]), await approver("Kim Jiwoo")];
  const delegation = await delegated(member, delegate);
  return { member, delegate, delegation, deployment: await ready() };
}

async function signedEvent({ id }: MadeDeployment) {
  const row = (await logOf(id)).findLast(({ kind }) => kind === "sign_off.signed");
  return revealed(JSON.parse(row?.body ?? "null"), "gone");
}

describe("a delegate", () => {
  it("signs in the name of who is away: both names in the words, the event and the state", async () => {
    const { member, delegate, delegation, deployment } = await away();
    await signs(deployment, "QA", delegate);
    const { after } = await signedEvent(deployment);
    expect(after.statement).toMatch(/^I, Kim Jiwoo, sign for QA on behalf of Lee Minho that /);
    expect(after.statement).toMatch(/Lee Minho is away and delegated this to me until .* UTC\./);
    expect(after).toMatchObject({
      personId: delegate.id,
      onBehalfOf: { personId: member.id, delegation },
    });
    await expectWhole(deployment.id);
    expect(await verifiedAfter(deployment.id)).toMatchObject({ sound: true });
  });

  it("reads the same in Korean, and may say no as well", async () => {
    const { delegate, deployment } = await away();
    const signOff = { deploymentId: deployment.id, signOffKey: await signOffKey(deployment, "QA") };
    const { statement } = await statementView(delegate.caller, { ...signOff, locale: "ko" });
    expect(statement).toMatch(
      /^Kim Jiwoo은\(는\) 부재 중인 Lee Minho을\(를\) 대신해 QA을\(를\) 대표하여/,
    );
    await refuse(delegate.caller, { ...signOff, reason: "Not tested", locale: "ko" });
    await expectWhole(deployment.id);
  });

  it("finds what waits for them on their list", async () => {
    const { delegate, deployment } = await away();
    const waiting = async (person: MadePerson) =>
      (await listDeployments(person.caller, { mine: true, page: 1 })).deployments.some(
        ({ id }) => id === deployment.id,
      );
    expect(await waiting(delegate)).toBe(true);
    expect(await waiting(await approver("Nobody's"))).toBe(false);
  });

  it("signs no longer once it is ended; what they signed stands", async () => {
    const { member, delegate, delegation, deployment } = await away();
    await signs(deployment, "QA", delegate);
    await endDelegation(delegate.caller, { fromId: member.id, delegationId: delegation });
    const { state } = await planNow(deployment.id);
    expect(signOffStatus(state, await signOffKey(deployment, "QA"))).toBe("standing");
    await expect(signs(await ready(), "QA", delegate)).rejects.toEqual(refusal("not_in_team"));
  });

  it("signs no longer from the moment that it is over, by the clock that dates the signature", async () => {
    const { delegate, deployment } = await away();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 3_600_000 });
    await expect(signs(deployment, "QA", delegate)).rejects.toEqual(refusal("not_in_team"));
  });

  it("signs for one who is away when another, who is too, may not sign any more", async () => {
    const { member, delegate, deployment } = await away();
    const other = await confirmed(await approver("Park Seo", [qa.id]));
    await delegated(other, delegate);
    await removeFromTeam(setup, { personId: member.id, teamId: qa.id });
    await signs(deployment, "QA", delegate);
    const { after } = await signedEvent(deployment);
    expect(after).toMatchObject({ onBehalfOf: { personId: other.id } });
    expect(await verifiedAfter(deployment.id)).toMatchObject({ sound: true });
  });
});

describe("what the one who is away may not sign, nobody signs in their name", () => {
  const rejoins = async ({ id }: MadePerson) => {
    await removeFromTeam(setup, { personId: id, teamId: qa.id });
    await addToTeam(setup, { personId: id, teamId: qa.id });
  };
  it.each<[string, (member: MadePerson) => Promise<unknown>]>([
    ["left the team", ({ id }) => removeFromTeam(setup, { personId: id, teamId: qa.id })],
    ["left the team and came back", rejoins],
    ["were disabled", ({ id }) => disablePerson(setup, { personId: id })],
    ["were given a new password", ({ id }) => resetPassword(setup, { personId: id })],
    [
      "were disabled for a while",
      async ({ id }) => {
        await disablePerson(setup, { personId: id });
        await enablePerson(setup, { personId: id });
      },
    ],
  ])("because they %s: that ends it, for what is made afterwards too", async (_, happen) => {
    const { member, delegate, delegation, deployment } = await away();
    await happen(member);
    await expect(signs(deployment, "QA", delegate)).rejects.toEqual(refusal("not_in_team"));
    await expect(signs(await ready(), "QA", delegate)).rejects.toEqual(refusal("not_in_team"));
    const said = (await logOf(member.id)).filter(({ kind }) => kind === "person.delegation_ended");
    expect(said.map(({ body }) => JSON.parse(body).subject.delegation)).toEqual([delegation]);
  });

  it("because they were named as deployer", async () => {
    const { member, delegate, deployment } = await away();
    await query(
      `insert into "Grant" (id, "personId", role, "createdAt") values ($1, $1, 'release_manager', now())`,
      [member.id],
    );
    const named = { deploymentId: deployment.id, deployedById: member.id };
    await editHeader(deployment.manager.caller, named);
    await expect(signs(deployment, "QA", delegate)).rejects.toEqual(
      refusal("delegator_may_not_sign"),
    );
  });

  it("because the one who would sign had confirmed them in the team themselves", async () => {
    const first = await makeAdmin();
    const second = await approver("Second Admin");
    await grantRole(setup, { personId: second.id, role: "admin", projectId: null });
    const deployment = await ready();
    const late = await approver("Late Member");
    await addToTeam(first.caller, { personId: late.id, teamId: qa.id });
    await expect(
      confirmMember(second.caller, { personId: late.id, teamId: qa.id }),
    ).resolves.toBeDefined();
    await delegated(late, second);
    await expect(signs(deployment, "QA", second)).rejects.toEqual(refusal("delegate_confirmed"));
  });

  it("because they signed in the group already, or another delegate of theirs did", async () => {
    const member = await approver("Lee Minho", [qa.id, development.id]);
    const [first, second] = [await approver("First"), await approver("Second")];
    await delegated(member, first, qa.id);
    await delegated(member, second, development.id);
    const one = await ready();
    await signs(one, "Development", member);
    await expect(signs(one, "QA", first)).rejects.toEqual(refusal("signs_for_one_team"));
    const two = await ready();
    await signs(two, "QA", first);
    await expect(signs(two, "Development", second)).rejects.toEqual(refusal("signs_for_one_team"));
    await expect(signs(two, "Development", member)).rejects.toEqual(refusal("signs_for_one_team"));
  });

  it("and the two are one head of a quorum, even when both sign at once", async () => {
    const { member, delegate } = await away();
    await approver("Third", [qa.id]);
    const text = `---\npolicy:\n  sign-offs:\n    QA: { need: 2 }\n---\n${signedText}`;
    const deployment = await ready(text);
    const orders = [
      await signing(deployment, "QA team approval (1/2)", member),
      await signing(deployment, "QA team approval (2/2)", delegate),
    ];
    const told = await Promise.allSettled(orders.map((order) => order()));
    expect(told.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expectWhole(deployment.id);
  });
});

describe("delegating", () => {
  it.each<[string, () => Promise<unknown>]>([
    [
      "delegate_may_not_sign",
      async () => delegated(await approver("A", [qa.id]), await makePerson({ roles: ["viewer"] })),
    ],
    [
      "delegate_is_member",
      async () => delegated(await approver("A", [qa.id]), await approver("B", [qa.id])),
    ],
    ["no_such_team", async () => delegated(await approver("A"), await approver("B"))],
    [
      "delegated_already",
      async () => {
        const from = await approver("A", [qa.id]);
        await delegated(from, await approver("B"));
        await delegated(from, await approver("C"));
      },
    ],
  ])("is refused: %s", async (code, act) => {
    await expect(act()).rejects.toEqual(refusal(code));
  });

  it("ends in the future, within sixty days, and takes the password again", async () => {
    const [from, to] = [await approver("A", [qa.id]), await approver("B")];
    const ask = (until: string, given = password) =>
      delegate(from.caller, { toId: to.id, teamId: qa.id, until, password: given }, "127.0.0.1");
    await expect(ask(inHours(-1))).rejects.toEqual(refusal("delegate_until_past"));
    await expect(ask(inHours(24 * 61))).rejects.toEqual(refusal("delegate_too_long"));
    await expect(ask(inHours(1), "wrong")).rejects.toEqual(refusal("wrong_password"));
    await expect(ask(inHours(1))).resolves.toBeDefined();
  });

  it("passes nothing on: a delegate is no member", async () => {
    const { delegate } = await away();
    await query(`update "Person" set "passwordHash" = $2 where id = $1`, [delegate.id, hash]);
    const further = delegated(delegate, await approver("Further"));
    await expect(further).rejects.toEqual(refusal("no_such_team"));
  });

  it("is seen by the two and by administrators, and ended by them alone", async () => {
    const { member, delegate, delegation } = await away();
    const admin = await makeAdmin();
    const seen = [
      (await ownDelegations(member.caller)).delegations,
      (await ownDelegations(delegate.caller)).delegations,
      await delegationsOf(admin.caller, member.id),
    ];
    for (const list of seen) expect(list.map(({ id }) => id)).toEqual([delegation]);
    const other = await approver("Other");
    await expect(delegationsOf(other.caller, member.id)).rejects.toMatchObject({
      code: "not_found",
    });
    const end = { fromId: member.id, delegationId: delegation };
    await expect(endDelegation(other.caller, end)).rejects.toEqual(refusal("no_such_delegation"));
    await endDelegation(admin.caller, end);
    expect((await ownDelegations(await callerOf(member.id))).delegations).toEqual([]);
  });
});

describe("a record", () => {
  it("is not sound when the one in whose name it was signed deployed, signed too, or was back", async () => {
    const { member, deployment, delegate } = await away();
    await signs(deployment, "Development", await approver("Dev", [development.id]).then(confirmed));
    await signs(deployment, "QA", delegate);
    const { number } = await signedEvent(deployment);
    const { state } = await planNow(deployment.id);
    const other = Object.values(state.signatures).find(({ personId }) => personId !== delegate.id);
    const forged = (change: Record<string, unknown>) =>
      verifiedAfter(deployment.id, (copy) => {
        const event = copy.predicate.events.find((one) => one.number === number);
        if (!event) throw new Error("the signature is gone");
        const { onBehalfOf } = event.after as { onBehalfOf: object };
        Object.assign(onBehalfOf, change);
      });
    expect(await forged({ personId: member.id })).toMatchObject({ sound: true });
    for (const change of [
      { personId: state.deployedById },
      { personId: other?.personId },
      { personId: delegate.id },
      { until: "2020-01-01T00:00:00.000Z" },
    ])
      expect(await forged(change)).toMatchObject({
        sound: false,
        fault: { code: "four-eyes", where: `event ${number}` },
      });
  });
});

/** Who joined after the deployment was made: dated back, as if they had been there before. */
async function confirmed(person: MadePerson): Promise<MadePerson> {
  await query(
    `update "TeamMember" set "joinedAt" = "joinedAt" - interval '1 day' where "personId" = $1`,
    [person.id],
  );
  return person;
}
