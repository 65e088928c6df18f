import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { query } from "@/lib/core/db";
import { editHeader } from "@/lib/deployment/header-commands";
import { correctItem } from "@/lib/deployment/item-commands";
import { signOffStatus } from "@/lib/deployment/standing";
import { resetPassword } from "@/lib/people/commands";
import { refuse, withdraw } from "@/lib/sign-off/commands";
import type { Closing } from "@/lib/sign-off/rules";
import {
  keyOf,
  logOf,
  type MadeDeployment,
  makeDeployment,
  planNow,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { callerOf, makeAdmin, makePerson } from "@/lib/testing/fixtures";
import { refusal } from "@/lib/testing/refusal";
import {
  type Cast,
  makeCast,
  signedText,
  signing,
  signOffKey,
  signs,
  success,
} from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";
import { verdictOf } from "@/lib/verdict/verdict";

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
  for (const { id } of made.splice(0)) await expectWhole(id);
});

async function status(deployment: MadeDeployment, label: string): Promise<string> {
  const { state } = await planNow(deployment.id);
  return signOffStatus(state, await signOffKey(deployment, label));
}

describe("signing", () => {
  it("is closed to whom an administrator gave a new password while the deployment was in flight", async () => {
    const { caller } = await makeAdmin();
    const team = (await planNow((await fresh()).id)).state.signOffs;
    const { teamId } = Object.values(team).find(({ label }) => label.startsWith("QA")) ?? {};
    const signer = await makePerson({ roles: ["approver"], teams: teamId ? [teamId] : [] });
    const before = await fresh();
    await resetPassword(caller, { personId: signer.id });
    await query(`update "Person" set "mustChangePassword" = false where id = $1`, [signer.id]);
    const again = { ...signer, caller: await callerOf(signer.id) };
    await settle(before, "Merged");
    await expect(signs(before, "QA", again)).rejects.toEqual(refusal("password_was_reset"));
    const after = await fresh();
    await settle(after, "Merged");
    await signs(after, "QA", again);
  });

  it("waits until everything above is settled", async () => {
    const deployment = await fresh();
    await expect(signs(deployment, "Development", cast.dev)).rejects.toEqual(
      refusal("items_open_above"),
    );
    await settle(deployment, "Merged");
    await signs(deployment, "Development", cast.dev);
    expect(await status(deployment, "Development")).toBe("standing");
  });

  it("carries a deployment to its sealed end", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    await signs(deployment, "Development", cast.dev);
    await signs(deployment, "QA", cast.qa);
    expect((await planNow(deployment.id)).state.wentLiveAt).not.toBeNull();
    await settle(deployment, "Announce");
    await signs(deployment, "Deployed", deployment.manager, success);
    await signs(deployment, "Approved", cast.boss);
    const { state } = await planNow(deployment.id);
    expect(state).toMatchObject({ outcome: "success" });
    expect(state.closedAt).not.toBeNull();
    await settle(deployment, "Look at errors");
  });

  it("peers in any order never suspend each other", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    const both = [
      await signing(deployment, "QA", cast.qa),
      await signing(deployment, "Development", cast.dev),
    ];
    await Promise.all(both.map((go) => go()));
    expect(await status(deployment, "QA")).toBe("standing");
    expect(await status(deployment, "Development")).toBe("standing");
  });

  it("refuses a state that moved since the signer looked", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    const go = await signing(deployment, "Development", cast.dev);
    const itemKey = await keyOf(deployment.id, "Merged");
    await correctItem(deployment.manager.caller, {
      deploymentId: deployment.id,
      itemKey,
      label: "All merged",
      command: null,
    });
    const before = (await logOf(deployment.id)).length;
    await expect(go()).rejects.toMatchObject({ code: "conflict" });
    expect(await logOf(deployment.id)).toHaveLength(before);
  });
});

describe("a signature", () => {
  it("is suspended by a covered change, and stands again when the state returns", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    await signs(deployment, "Development", cast.dev);
    const itemKey = await keyOf(deployment.id, "Merged");
    const correct = (label: string | null) =>
      correctItem(deployment.manager.caller, {
        deploymentId: deployment.id,
        itemKey,
        label,
        command: null,
      });
    const done = await correct("All merged");
    expect(done.events.map((event) => event.kind)).toContain("signature.suspended");
    expect(await status(deployment, "Development")).toBe("suspended");
    const { state, plan } = await planNow(deployment.id);
    expect(verdictOf(plan, state).answer).toBe("held");
    await correct(null);
    expect(await status(deployment, "Development")).toBe("standing");
  });

  it("can be re-affirmed, withdrawn, and refused with a reason", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    await signs(deployment, "Development", cast.dev);
    await editHeader(deployment.manager.caller, { deploymentId: deployment.id, version: "1.0.1" });
    expect(await status(deployment, "Development")).toBe("suspended");
    await signs(deployment, "Development", cast.dev);
    expect(await status(deployment, "Development")).toBe("standing");
    const key = await signOffKey(deployment, "Development");
    const ask = { deploymentId: deployment.id, signOffKey: key };
    await expect(withdraw(cast.both.caller, { ...ask, reason: "Not mine" })).rejects.toEqual(
      refusal("not_your_signature"),
    );
    await withdraw(cast.dev.caller, { ...ask, reason: "Found a fault" });
    await refuse(cast.dev.caller, { ...ask, reason: "A fault in the migration", locale: "en" });
    expect(await status(deployment, "Development")).toBe("refused");
    const { state, plan } = await planNow(deployment.id);
    expect(verdictOf(plan, state).blockers).toEqual([
      expect.objectContaining({ code: "sign_off_refused", signOffKey: key }),
    ]);
    await signs(deployment, "Development", cast.both);
    expect(await status(deployment, "Development")).toBe("standing");
  });
});

describe("an answer that is replaced", () => {
  it("does not come back when the new one is withdrawn", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    const key = await signOffKey(deployment, "Development");
    const ask = { deploymentId: deployment.id, signOffKey: key };
    await refuse(cast.dev.caller, { ...ask, reason: "A fault", locale: "en" });
    await signs(deployment, "Development", cast.dev);
    await withdraw(cast.dev.caller, { ...ask, reason: "Not after all" });
    expect(await status(deployment, "Development")).toBe("waiting");
  });

  it("leaves nobody signing for two teams of a group", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    await signs(deployment, "Development", cast.both);
    await editHeader(deployment.manager.caller, { deploymentId: deployment.id, version: "2" });
    await signs(deployment, "Development", cast.dev);
    await editHeader(deployment.manager.caller, { deploymentId: deployment.id, version: "1.0.0" });
    await signs(deployment, "QA", cast.both);
    const signOff = await signOffKey(deployment, "Development");
    const ask = { deploymentId: deployment.id, signOffKey: signOff, reason: "Wrong state" };
    await withdraw(cast.dev.caller, ask);
    expect(await status(deployment, "Development")).toBe("waiting");
    expect(await status(deployment, "QA")).toBe("standing");
  });
});

describe("four eyes", () => {
  it("one person signs for one team in a group", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    await signs(deployment, "Development", cast.both);
    await expect(signs(deployment, "QA", cast.both)).rejects.toEqual(refusal("signs_for_one_team"));
  });

  it("only members of the team with an approver's grant sign for it", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    await expect(signs(deployment, "QA", cast.dev)).rejects.toEqual(refusal("not_in_team"));
    await expect(signs(deployment, "QA", deployment.manager)).rejects.toEqual(
      refusal("not_an_approver"),
    );
    const admin = await makePerson({ roles: ["admin"] });
    await expect(signs(deployment, "QA", admin)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("whoever was ever named deployer neither approves nor signs for a team", async () => {
    const deployment = await fresh();
    const wide = await makePerson({ roles: ["release_manager", "approver"] });
    const header = { deploymentId: deployment.id };
    await editHeader(deployment.manager.caller, { ...header, deployedById: wide.id });
    await editHeader(deployment.manager.caller, {
      ...header,
      deployedById: deployment.manager.id,
    });
    const failed: Closing = { outcome: "failed", notes: "The migration broke" };
    await signs(deployment, "Deployed", deployment.manager, failed);
    await expect(signs(deployment, "Approved", wide)).rejects.toEqual(
      refusal("deployer_cannot_sign"),
    );
    await signs(deployment, "Approved", cast.boss);
    expect((await planNow(deployment.id)).state.outcome).toBe("failed");
  });

  it("an ending other than success needs notes", async () => {
    const deployment = await fresh();
    const partial: Closing = { outcome: "partial", notes: " " };
    await expect(signs(deployment, "Deployed", deployment.manager, partial)).rejects.toEqual(
      refusal("notes_needed"),
    );
  });

  it("two final approvals at once: one closes, the other is told", async () => {
    const deployment = await fresh();
    const other = await makePerson({ roles: ["approver"] });
    const failed: Closing = { outcome: "failed", notes: "The migration broke" };
    await signs(deployment, "Deployed", deployment.manager, failed);
    const both = [
      await signing(deployment, "Approved", cast.boss),
      await signing(deployment, "Approved", other),
    ];
    const answers = await Promise.allSettled(both.map((go) => go()));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
