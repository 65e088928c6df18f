import { beforeAll, describe, expect, it } from "vitest";
import { createPerson } from "@/lib/people/commands";
import { grantRole } from "@/lib/people/grant-commands";
import { changePassword } from "@/lib/people/password-command";
import { withdraw } from "@/lib/sign-off/commands";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { callerOf, type MadePerson, makeAdmin } from "@/lib/testing/fixtures";
import { verifiedAfter } from "@/lib/testing/forging";
import { refusal } from "@/lib/testing/refusal";
import { type Cast, makeCast, signedText, signOffKey, signs, success } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

let cast: Cast;
let admin: MadePerson;
beforeAll(async () => {
  cast = await makeCast();
  admin = await makeAdmin();
});

/** Everything is signed but the approval. */
async function almost() {
  const deployment = await makeDeployment({ text: signedText });
  await settle(deployment, "Merged");
  await signs(deployment, "Development", cast.dev);
  await signs(deployment, "QA", cast.qa);
  await settle(deployment, "Announce");
  await signs(deployment, "Deployed", deployment.manager, success);
  return deployment;
}

/** An account that the administrator makes, and is the first and only one to use. */
async function puppet(): Promise<MadePerson> {
  const email = `puppet-${Date.now()}@example.com`;
  const { personId: id, password } = (await createPerson(admin.caller, { email, name: "Puppet" }))
    .result;
  const next = "only the administrator knows this one";
  await changePassword(await callerOf(id), { current: password, next }, "127.0.0.1");
  await grantRole(admin.caller, { personId: id, role: "approver", projectId: null });
  return { id, name: "Puppet", email, caller: await callerOf(id) };
}

describe("a withdrawal", () => {
  it("by anybody else than the signer is not sound", async () => {
    const deployment = await almost();
    const key = await signOffKey(deployment, "Deployed");
    const input = { deploymentId: deployment.id, signOffKey: key, reason: "Too early" };
    await withdraw(deployment.manager.caller, input);
    expect(await verifiedAfter(deployment.id)).toMatchObject({ sound: true });
    const told = await verifiedAfter(deployment.id, ({ predicate }) => {
      const taken = predicate.events.findLast(({ kind }) => kind === "sign_off.withdrawn");
      if (taken) taken.actor = { kind: "person", id: cast.boss.id };
    });
    expect(told).toMatchObject({ sound: false, fault: { code: "four-eyes" } });
  });
});

describe("the final approval", () => {
  it("is not given by an account that was made since: an administrator alone approves nothing", async () => {
    const deployment = await almost();
    const made = await puppet();
    await expect(signs(deployment, "Approved", made)).rejects.toEqual(refusal("account_too_new"));
    await signs(deployment, "Approved", cast.boss);
    expect(await verifiedAfter(deployment.id)).toMatchObject({ sound: true });
  });

  it("says since when the account is there, and is not sound if that was later", async () => {
    const deployment = await almost();
    await signs(deployment, "Approved", cast.boss);
    const told = await verifiedAfter(deployment.id, ({ predicate }) => {
      const signed = predicate.events.findLast(({ kind }) => kind === "sign_off.signed");
      const after = signed?.after as { accountSince?: string };
      expect(after.accountSince).toBeDefined();
      after.accountSince = new Date().toISOString();
    });
    expect(told).toMatchObject({ sound: false, fault: { code: "four-eyes" } });
  });
});
