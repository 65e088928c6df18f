import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { printRecordOf } from "@/lib/deployment/export";
import { seal } from "@/lib/dossier/dsse";
import { statementOf } from "@/lib/dossier/make";
import { readRecord } from "@/lib/dossier/read-record";
import { openDossier, verifyDossier } from "@/lib/dossier/verify";
import { keepPublicKey, signStreamHead } from "@/lib/log/heads";
import { readLogKey } from "@/lib/log/key";
import { root } from "@/lib/process/roots";
import { createTemplate, publishVersion } from "@/lib/template/commands";
import { type MadeDeployment, makeDeployment, planNow, settle } from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { type MadePerson, makePerson, makeProject, makeTeam } from "@/lib/testing/fixtures";
import { signing, signOffKey, signs, success } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

/** People of two teams, made once per database: their names are those that the checklist means. */
type Cast = Record<"one" | "two" | "dev" | "boss" | "managing", MadePerson>;
let cast: Cast;

beforeAll(async () => {
  const [qa, development] = [(await makeTeam("QA")).id, (await makeTeam("Development")).id];
  const approver = (teams: string[]) => makePerson({ roles: ["approver"], teams });
  cast = {
    one: await approver([qa]),
    two: await approver([qa]),
    dev: await approver([development]),
    boss: await approver([]),
    managing: await makePerson({ roles: ["release_manager"], teams: [development] }),
  };
});

const withPolicy = (policy: string) => `---
title: Release
policy:
${policy}
---

# Release

## Preparation

### Build
1. [ ] Merged
2. [ ] Built

### Database
- [ ] Migrated

## Go-live

### Team sign-offs
- [ ] Development team approval
- [ ] QA team approval

### Final steps
- [ ] Announced

## Deployment sign-off

**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Notes**: ____

**Deployed By**: ____ **Date**: ____

**Approved By**: ____ **Date**: ____
`;

const made: MadeDeployment[] = [];
async function deployment(policy: string): Promise<MadeDeployment> {
  const one = await makeDeployment({ text: withPolicy(policy) });
  made.push(one);
  return one;
}
afterEach(async () => {
  for (const { id } of made.splice(0)) await expectWhole(id);
});

const all = ["Merged", "Built", "Migrated"];
async function settleAll(run: MadeDeployment, by?: MadePerson) {
  for (const label of all) await settle(run, label, "done", null, by);
}

const refused = (code: string, params = {}) =>
  expect.objectContaining({
    reason: expect.objectContaining({ code, params: expect.objectContaining(params) }),
  });

describe("a team of which two sign", () => {
  const two = "  sign-offs:\n    QA: { need: 2 }";

  it("has a seat for each, by two people; the stage below opens with the last of them", async () => {
    const run = await deployment(two);
    await settleAll(run);
    await signs(run, "Development", cast.dev);
    await signs(run, "QA team approval (1/2)", cast.one);
    const again = signing(run, "QA team approval (2/2)", cast.one).then((press) => press());
    await expect(again).rejects.toEqual(refused("signs_for_one_team"));
    expect(Object.keys((await planNow(run.id)).state.opened)).not.toContain("go-live#1");
    const { state: before } = await planNow(run.id);
    expect(printRecordOf(before, {}).signOffs["team-sign-offs/qa-team-approval"]).toBeNull();

    await signs(run, "QA team approval (2/2)", cast.two);
    const { state } = await planNow(run.id);
    expect(Object.keys(state.opened)).toContain("go-live#1");
    const names = { [cast.one.id]: "One", [cast.two.id]: "Two" };
    const line = printRecordOf(state, names).signOffs["team-sign-offs/qa-team-approval"];
    expect(line?.by).toBe("One, Two");
  });

  it("is verified offline with its policy, by docs alone too; a policy that was left out is told", async () => {
    const run = await deployment(`${two}\n    Development: { covers: [Build] }`);
    await settleAll(run);
    await signs(run, "Development", cast.dev);
    await signs(run, "QA team approval (1/2)", cast.one);
    await signs(run, "QA team approval (2/2)", cast.two);
    await settle(run, "Announced");
    await signs(run, "Deployed", run.manager, success);
    await signs(run, "Approved", cast.boss);
    const { privateKey } = generateKeyPairSync("ed25519");
    const key = readLogKey(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    await keepPublicKey(key);
    await signStreamHead(run.id, key, new Date());
    const statement = statementOf(await readRecord(run.id), new Date(), "test");
    const verify = (of: typeof statement) =>
      verifyDossier(openDossier(JSON.stringify(seal(JSON.stringify(of), key))), key.publicKey);
    expect(verify(statement)).toMatchObject({ sound: true });
    const folder = mkdtempSync(join(tmpdir(), "countersign-policy-"));
    const file = join(folder, "statement.json");
    writeFileSync(file, JSON.stringify(statement));
    const program = join(root, "docs", "check-covered.mjs");
    const byTheDocs = spawnSync(process.execPath, [program, file], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    expect(
      byTheDocs.stdout
        .trim()
        .split("\n")
        .map((line) => line.split(":")[0]),
    ).toEqual(Array(5).fill("fits"));
    const without = structuredClone(statement);
    Reflect.deleteProperty(without.predicate.template.document as object, "policy");
    expect(verify(without)).toMatchObject({ sound: false });
  });

  it("cannot be published where the team has only one, and can once it has two", async () => {
    const project = await makeProject();
    const manager = await makePerson({
      roles: [{ role: "release_manager", projectId: project.id }],
    });
    const text = withPolicy("  sign-offs:\n    Development: { need: 2 }");
    const fields = { name: "Release", projectId: project.id, note: "" };
    const told = refused("policy_cannot_be_met", { need: 2, have: 1 });
    await expect(createTemplate(manager.caller, { ...fields, text })).rejects.toEqual(told);
    const plain = await createTemplate(manager.caller, { ...fields, text: withPolicy("  {}") });
    const { templateId } = plain.result;
    const next = { templateId, basedOn: 1, note: "", text };
    await expect(publishVersion(manager.caller, next)).rejects.toEqual(told);
    // With the release manager of the team it has two.
    const withManagers = text.replace("need: 2", "need: 2, release-manager: true");
    await expect(
      publishVersion(manager.caller, { ...next, text: withManagers }),
    ).resolves.toMatchObject({ result: { number: 2 } });
  });
});

describe("a policy of a template", () => {
  it("that is not understood publishes nothing, and says where", async () => {
    const told = refused("policy_invalid", {
      ...{ line: 4, detail: "quorum: is not a field of a policy" },
    });
    await expect(deployment("  quorum: 3")).rejects.toEqual(told);
  });

  it("lets the sign-offs of a group follow each other", async () => {
    const run = await deployment("  order: in-order");
    await settleAll(run);
    const early = signing(run, "QA", cast.one).then((press) => press());
    const label = "Development team approval";
    await expect(early).rejects.toEqual(refused("sign_off_open_above", { label }));
    await signs(run, "Development", cast.dev);
    await signs(run, "QA", cast.one);
  });

  it("lets a team sign for some sections: what stands elsewhere neither waits nor suspends", async () => {
    const run = await deployment("  sign-offs:\n    Development: { covers: [Build] }");
    await settle(run, "Merged");
    await settle(run, "Built");
    const press = await signing(run, "Development", cast.dev);
    await press();
    const key = await signOffKey(run, "Development");
    const signature = async () =>
      Object.values((await planNow(run.id)).state.signatures).find((one) => one.signOffKey === key);
    expect((await signature())?.statement).toContain("these sections only: Build");
    await settle(run, "Migrated");
    expect((await signature())?.suspendedAt).toBeNull();
    await settle(run, "Built", "waived", "Built elsewhere");
    expect((await signature())?.suspendedAt).not.toBeNull();
  });

  it("lets release managers of the team sign, or not", async () => {
    const plain = await deployment("  {}");
    await settleAll(plain);
    const press = signing(plain, "Development", cast.managing).then((sign) => sign());
    await expect(press).rejects.toEqual(refused("not_an_approver"));
    const run = await deployment("  sign-offs:\n    Development: { release-manager: true }");
    await settleAll(run);
    await signs(run, "Development", cast.managing);
    // Of no team, it gives nobody a right.
    const other = signing(run, "QA", cast.managing).then((sign) => sign());
    await expect(other).rejects.toEqual(refused("not_an_approver"));
  });

  it("keeps out who settled more of a section than it lets a signer settle", async () => {
    const run = await deployment("  settled-share: 50%");
    await settle(run, "Merged");
    await settle(run, "Built", "done", null, cast.dev);
    await settle(run, "Migrated", "done", null, cast.dev);
    const press = signing(run, "Development", cast.dev).then((sign) => sign());
    await expect(press).rejects.toEqual(refused("settled_too_much", { n: 1, of: 1 }));
    await settle(run, "Migrated", "todo");
    await settle(run, "Migrated");
    await signs(run, "Development", cast.dev);
  });

  it("lets numbered lists go in order, in every stage", async () => {
    const run = await deployment("  numbered-lists: in-order");
    await expect(settle(run, "Built")).rejects.toEqual(refused("list_order", { label: "Merged" }));
    await settle(run, "Migrated");
    await settle(run, "Merged");
    await settle(run, "Built");
  });
});
