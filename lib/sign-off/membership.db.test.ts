import { beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { revealed } from "@/lib/log/read-personal";
import { resetPassword } from "@/lib/people/commands";
import { addToTeam, confirmMember, grantRole, removeFromTeam } from "@/lib/people/grant-commands";
import { listPeople } from "@/lib/people/queries";
import { refuse } from "@/lib/sign-off/commands";
import { statementView } from "@/lib/sign-off/queries";
import { logOf, type MadeDeployment, makeDeployment, settle } from "@/lib/testing/deployments";
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
import { signedText, signOffKey, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

let qa: { id: string; name: string };
let first: MadePerson;
let second: MadePerson;
beforeAll(async () => {
  await makeTeam("Development");
  qa = await makeTeam("QA");
  first = await makePerson({ name: "Noor Haddad", roles: ["admin"] });
  second = await makePerson({ name: "Marco Rossi", roles: ["admin"] });
});

/** A deployment under way, and an approver who comes into its team now, by the first admin. */
async function joinedLate() {
  const approver = await makePerson({ name: "Kim Jiwoo", roles: ["approver"] });
  const deployment = await makeDeployment({ text: signedText });
  await settle(deployment, "Merged");
  await addToTeam(first.caller, { personId: approver.id, teamId: qa.id });
  const member = { personId: approver.id, teamId: qa.id };
  return { approver, deployment, member };
}

const confirmBy = (admin: Caller, member: { personId: string; teamId: string }) =>
  confirmMember(admin, member);

async function signedEvent({ id }: MadeDeployment) {
  const row = (await logOf(id)).findLast(({ kind }) => kind === "sign_off.signed");
  return JSON.parse(row?.body ?? "null");
}

describe("whoever joins a team while a deployment is under way", () => {
  it("signs it only after a second administrator confirmed it, and the statement names both", async () => {
    const { approver, deployment, member } = await joinedLate();
    await expect(signs(deployment, "QA", approver)).rejects.toEqual(refusal("joined_late"));
    await expect(confirmBy(first.caller, member)).rejects.toEqual(refusal("second_admin_confirms"));
    await confirmBy(second.caller, member);
    await signs(deployment, "QA", approver);
    const { after } = await signedEvent(deployment);
    expect(await revealed(after.statement, "")).toMatch(
      /I joined QA after this deployment was made, at .* UTC: Noor Haddad added me and Marco Rossi confirmed it\./,
    );
    expect(after.membership).toMatchObject({ addedById: first.id, confirmedById: second.id });
    await expectWhole(deployment.id);
  });

  it("reads the same in Korean", async () => {
    const { approver, deployment, member } = await joinedLate();
    await confirmBy(second.caller, member);
    const { statement } = await statementView(approver.caller, {
      deploymentId: deployment.id,
      signOffKey: await signOffKey(deployment, "QA"),
      locale: "ko",
    });
    expect(statement).toContain("합류하였습니다(추가 Noor Haddad, 확인 Marco Rossi).");
  });

  it("cannot say no for the team either", async () => {
    const { approver, deployment } = await joinedLate();
    const signOff = { deploymentId: deployment.id, signOffKey: await signOffKey(deployment, "QA") };
    const no = refuse(approver.caller, { ...signOff, reason: "Not tested", locale: "en" });
    await expect(no).rejects.toEqual(refusal("joined_late"));
  });

  it("signs what is made afterwards as everybody does", async () => {
    const { approver } = await joinedLate();
    const later = await makeDeployment({ text: signedText });
    await settle(later, "Merged");
    await signs(later, "QA", approver);
    const { after } = await signedEvent(later);
    expect(after).not.toHaveProperty("membership");
    expect(after.statement).not.toContain("joined");
  });

  it("has to be confirmed again after leaving and coming back", async () => {
    const { approver, deployment, member } = await joinedLate();
    await confirmBy(second.caller, member);
    await removeFromTeam(first.caller, member);
    await addToTeam(second.caller, member);
    await expect(signs(deployment, "QA", approver)).rejects.toEqual(refusal("joined_late"));
  });
});

describe("a confirmation", () => {
  it("does not count when its administrator became one after the deployment was made", async () => {
    const { approver, deployment, member } = await joinedLate();
    const made = await makeAdmin();
    await confirmBy(made.caller, member);
    await expect(signs(deployment, "QA", approver)).rejects.toEqual(refusal("confirmer_too_new"));
    await confirmBy(second.caller, member);
    await signs(deployment, "QA", approver);
  });

  it("does not count when its administrator has a password that somebody else gave them since", async () => {
    const third = await makeAdmin();
    const { approver, deployment, member } = await joinedLate();
    await resetPassword(first.caller, { personId: third.id });
    const caller = await callerOf(third.id);
    await query(`update "Person" set "mustChangePassword" = false where id = $1`, [third.id]);
    await confirmBy(caller, member);
    await expect(signs(deployment, "QA", approver)).rejects.toEqual(refusal("confirmer_too_new"));
  });

  it("is nobody's own, no machine's, and no other role's", async () => {
    const { approver, member } = await joinedLate();
    await grantRole(second.caller, { personId: approver.id, role: "admin", projectId: null });
    const own = confirmBy(await callerOf(approver.id), member);
    await expect(own).rejects.toEqual(refusal("cannot_confirm_oneself"));
    await expect(confirmBy(setup, member)).rejects.toEqual(refusal("people_confirm"));
    const manager = await makePerson({ roles: ["release_manager"] });
    await expect(confirmBy(manager.caller, member)).rejects.toMatchObject({ code: "forbidden" });
    const nobody = await makePerson({ roles: ["approver"] });
    const missing = confirmBy(second.caller, { personId: nobody.id, teamId: qa.id });
    await expect(missing).rejects.toEqual(refusal("no_such_member"));
  });
});

describe("the page of teams", () => {
  it("says who waits for a second administrator and for how many deployments, until one confirmed", async () => {
    const { approver, member } = await joinedLate();
    const lateFor = async (admin: MadePerson) =>
      (await listPeople(admin.caller)).late.find(({ personId }) => personId === approver.id);
    expect(await lateFor(second)).toMatchObject({ addedBy: "Noor Haddad", blocker: null });
    // Who is an admin only since after the deployment was made would confirm it for nothing.
    const newest = await makePerson({ roles: ["admin"] });
    expect(await lateFor(newest)).toMatchObject({
      ...{ helped: 0, blocker: { code: "admin_since_later" } },
    });
    expect((await lateFor(first))?.blocker?.code).toBe("second_admin_confirms");
    expect((await lateFor(first))?.deployments).toBeGreaterThan(0);
    await confirmBy(second.caller, member);
    expect(await lateFor(second)).toBeUndefined();
  });
});

describe("a record", () => {
  it("is not sound with a late member whom nobody else than the adder, or nobody of before, confirmed", async () => {
    const { approver, deployment, member } = await joinedLate();
    await confirmBy(second.caller, member);
    await signs(deployment, "QA", approver);
    const { number } = await signedEvent(deployment);
    const withMembership = (change: Record<string, unknown>) =>
      verifiedAfter(deployment.id, (copy) => {
        const event = copy.predicate.events.find((one) => one.number === number);
        const after = event?.after as { membership: object };
        Object.assign(after.membership, change);
      });
    expect(await withMembership({})).toMatchObject({ sound: true });
    for (const change of [
      { confirmedById: first.id },
      { confirmedById: approver.id },
      { confirmerSince: new Date(Date.now() + 60_000).toISOString() },
      { confirmedAt: "2020-01-01T00:00:00.000Z" },
    ])
      expect(await withMembership(change)).toMatchObject({
        sound: false,
        fault: { code: "four-eyes", where: `event ${number}` },
      });
  });
});
