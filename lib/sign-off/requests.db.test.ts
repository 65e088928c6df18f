import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { isWaiting, mostReminders, requestsOf } from "@/lib/deployment/requests";
import { signOffStatus } from "@/lib/deployment/standing";
import { resetPassword } from "@/lib/people/commands";
import { askable } from "@/lib/sign-off/ask-queries";
import { refuse, withdraw } from "@/lib/sign-off/commands";
import {
  askToSign,
  remindOverdue,
  seeRequests,
  withdrawRequest,
} from "@/lib/sign-off/request-commands";
import {
  logOf,
  type MadeDeployment,
  makeDeployment,
  planNow,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { type MadePerson, makePerson, makeProject, setup } from "@/lib/testing/fixtures";
import { verifiedAfter } from "@/lib/testing/forging";
import { refusal } from "@/lib/testing/refusal";
import { type Cast, makeCast, signedText, signOffKey, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

const made: MadeDeployment[] = [];
async function fresh(): Promise<MadeDeployment> {
  const deployment = await makeDeployment({ text: signedText });
  made.push(deployment);
  return deployment;
}

afterEach(async () => {
  vi.useRealTimers();
  for (const { id } of made.splice(0)) {
    await expectWhole(id);
    expect(await verifiedAfter(id)).toMatchObject({ sound: true });
  }
});

/** Only the clock: the database and its connection go on as they are. */
function later(minutes: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * 60_000 });
}

type Ask = { message?: string; remindEvery?: 15 | 30 | 60; by?: MadePerson };

async function asks(
  deployment: MadeDeployment,
  label: string,
  whom: MadePerson | "team",
  { by = deployment.manager, ...rest }: Ask = {},
) {
  const personId = whom === "team" ? null : whom.id;
  const key = await signOffKey(deployment, label);
  return askToSign(by.caller, { deploymentId: deployment.id, signOffKey: key, personId, ...rest });
}

async function requests(deployment: MadeDeployment, label: string) {
  const { state } = await planNow(deployment.id);
  const all = requestsOf(state, await signOffKey(deployment, label));
  return all.map((request) => ({ ...request, waits: isWaiting(state, request) }));
}

async function sees(deployment: MadeDeployment, label: string, person: MadePerson) {
  const key = await signOffKey(deployment, label);
  return seeRequests(person.caller, { deploymentId: deployment.id, signOffKey: key });
}

const kinds = async ({ id }: MadeDeployment) => (await logOf(id)).map(({ kind }) => kind);
describe("asking for a signature", () => {
  it("is kept with its words; asked again it is a reminder, not before ten minutes", async () => {
    const deployment = await fresh();
    const { result } = await asks(deployment, "QA", "team", { message: "Before noon, please" });
    expect(result.reminded).toBe(false);
    await expect(asks(deployment, "QA", "team")).rejects.toMatchObject({
      reason: { code: "asked_lately", params: { minutes: 10 } },
    });
    // Somebody of the team is another one to ask.
    await asks(deployment, "QA", cast.qa);
    later(11);
    expect((await asks(deployment, "QA", "team", { message: "It is noon" })).result).toEqual({
      ...{ requestId: result.requestId, reminded: true },
    });
    expect(await requests(deployment, "QA")).toMatchObject([
      { message: "It is noon", reminders: 1, automatic: 0, waits: true },
      { personId: cast.qa.id, teamId: null, reminders: 0, waits: true },
    ]);
  });

  it("cannot be hurried by withdrawing the request, and is over when it is withdrawn", async () => {
    const deployment = await fresh();
    const { requestId } = (await asks(deployment, "QA", "team")).result;
    const input = { deploymentId: deployment.id, requestId };
    await withdrawRequest(deployment.manager.caller, input);
    await expect(withdrawRequest(deployment.manager.caller, input)).rejects.toEqual(
      refusal("request_over"),
    );
    await expect(asks(deployment, "QA", "team")).rejects.toEqual(refusal("asked_lately"));
    later(11);
    expect((await asks(deployment, "QA", "team")).result.reminded).toBe(false);
  });

  it("is refused for somebody who may never sign it, saying why", async () => {
    const deployment = await fresh();
    const { manager } = deployment;
    await expect(asks(deployment, "QA", cast.dev)).rejects.toEqual(refusal("asked_not_in_team"));
    await expect(asks(deployment, "QA", manager)).rejects.toEqual(refusal("asked_not_an_approver"));
    await expect(asks(deployment, "Deployed", cast.boss)).rejects.toEqual(
      refusal("asked_not_the_deployer"),
    );
    await expect(asks(deployment, "Approved", "team")).rejects.toEqual(refusal("ask_a_person"));
    const late = await makePerson({ roles: ["approver"] });
    await resetPassword(setup, { personId: late.id });
    await expect(asks(deployment, "Approved", late)).rejects.toEqual(
      refusal("asked_password_was_reset"),
    );
    expect((await kinds(deployment)).filter((kind) => kind.includes("request"))).toEqual([]);
  });

  it("finds nobody of another project, and is no matter of approvers and viewers", async () => {
    const deployment = await fresh();
    const elsewhere = (await makeProject()).id;
    const stranger = await makePerson({ roles: [{ role: "approver", projectId: elsewhere }] });
    const notFound = { code: "not_found", reason: { code: "no_such_person" } };
    for (const id of [stranger.id, randomUUID()])
      await expect(asks(deployment, "Approved", { ...stranger, id })).rejects.toMatchObject(
        notFound,
      );
    for (const by of [cast.boss, await makePerson({ roles: ["viewer"] })]) {
      await expect(asks(deployment, "QA", "team", { by })).rejects.toMatchObject({
        code: "forbidden",
      });
      const key = await signOffKey(deployment, "QA");
      await expect(askable(by.caller, deployment.id, key)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await expect(
      asks(deployment, "QA", "team", { by: await otherManager(elsewhere) }),
    ).rejects.toMatchObject({ code: "not_found", reason: { code: "no_such_deployment" } });
  });

  it("offers those who may sign, and nobody else", async () => {
    const deployment = await fresh();
    const offered = async (label: string) => {
      const key = await signOffKey(deployment, label);
      return askable(deployment.manager.caller, deployment.id, key);
    };
    const ids = ({ people }: Awaited<ReturnType<typeof offered>>) => people.map(({ id }) => id);
    const qa = await offered("QA");
    expect(ids(qa)).toEqual(expect.arrayContaining([cast.qa.id, cast.both.id]));
    expect(ids(qa)).not.toContain(cast.dev.id);
    expect(qa.team?.name).toBe("QA");
    const approved = await offered("Approved");
    expect(ids(approved)).toContain(cast.boss.id);
    expect(ids(approved)).not.toContain(deployment.manager.id);
    expect(ids(await offered("Deployed"))).toEqual([deployment.manager.id]);
  });
});

const otherManager = (projectId: string) =>
  makePerson({ roles: [{ role: "release_manager", projectId }] });

describe("a request", () => {
  it("is seen once by each of those who were asked, by name, and by nobody else", async () => {
    const deployment = await fresh();
    await asks(deployment, "QA", "team");
    for (const person of [cast.dev, deployment.manager, cast.boss])
      expect((await sees(deployment, "QA", person)).events).toEqual([]);
    expect((await sees(deployment, "QA", cast.qa)).events).toHaveLength(1);
    expect((await sees(deployment, "QA", cast.qa)).events).toEqual([]);
    await sees(deployment, "QA", cast.both);
    const [request] = await requests(deployment, "QA");
    expect(request?.seen.map(({ personId }) => personId)).toEqual([cast.qa.id, cast.both.id]);
  });

  it("ends with the answer, waits again when the signature is suspended, and ends with a refusal", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    await asks(deployment, "QA", cast.qa);
    await signs(deployment, "QA", cast.qa);
    expect(await requests(deployment, "QA")).toMatchObject([{ waits: false }]);
    await expect(asks(deployment, "QA", cast.both)).rejects.toEqual(refusal("signed_already"));
    await settle(deployment, "Merged", "todo");
    expect(await requests(deployment, "QA")).toMatchObject([{ waits: true }]);
    const key = await signOffKey(deployment, "QA");
    const answer = { deploymentId: deployment.id, signOffKey: key, reason: "A fault" };
    await refuse(cast.qa.caller, { ...answer, locale: "en" });
    expect(await requests(deployment, "QA")).toMatchObject([{ waits: false }]);
    // Once the reason is out of the way the same person may be asked at once.
    expect((await asks(deployment, "QA", cast.qa)).result.reminded).toBe(false);
    await withdraw(cast.qa.caller, answer);
    expect((await requests(deployment, "QA")).map(({ waits }) => waits)).toEqual([true, true]);
  });

  it("moves nothing that was signed: signatures stand while requests fly", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    await signs(deployment, "Development", cast.dev);
    await asks(deployment, "QA", "team", { remindEvery: 15 });
    await sees(deployment, "QA", cast.qa);
    const { requestId } = (await asks(deployment, "Approved", cast.boss)).result;
    await withdrawRequest(deployment.manager.caller, { deploymentId: deployment.id, requestId });
    later(16);
    await remindOverdue();
    const { state } = await planNow(deployment.id);
    expect(signOffStatus(state, await signOffKey(deployment, "Development"))).toBe("standing");
    expect(await kinds(deployment)).not.toContain("signature.suspended");
  });
});

describe("the worker reminds", () => {
  it("as often as was chosen, while it can be signed, and at most so many times", async () => {
    const deployment = await fresh();
    await asks(deployment, "QA", "team", { remindEvery: 15 });
    const reminders = async () => (await requests(deployment, "QA"))[0]?.automatic;
    later(20);
    await remindOverdue();
    expect(await reminders(), "not before it is its turn").toBe(0);
    await settle(deployment, "Merged");
    await remindOverdue();
    expect(await reminders()).toBe(1);
    await remindOverdue();
    expect(await reminders(), "once, whatever was missed").toBe(1);
    for (let n = 0; n < mostReminders + 2; n += 1) {
      later(16);
      await remindOverdue();
    }
    expect(await reminders()).toBe(mostReminders);
  });

  it("of nothing that was answered, withdrawn, or asked for without it", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    await asks(deployment, "QA", "team", { remindEvery: 15 });
    await asks(deployment, "Development", "team");
    await signs(deployment, "QA", cast.qa);
    later(60);
    await remindOverdue();
    expect(await kinds(deployment)).not.toContain("sign_off.reminded");
  });
});

describe("whoever checks the record", () => {
  it.each([
    ["a request for a sign-off that is not there", "sign_off.requested", { signOff: "none" }],
    ["that a request was seen which nobody made", "sign_off.request_seen", { request: "none" }],
  ])("finds %s", async (_, kind, subject) => {
    const deployment = await fresh();
    await asks(deployment, "QA", "team");
    await sees(deployment, "QA", cast.qa);
    const verified = await verifiedAfter(deployment.id, (copy) => {
      const event = copy.predicate.events.find((one) => one.kind === kind);
      if (event) event.subject = { ...event.subject, ...subject };
    });
    expect(verified).toMatchObject({ sound: false });
  });
});
