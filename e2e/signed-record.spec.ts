import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { boxOf, chooseFrom, demoPerson, expect, expectLive, made, test } from "@/e2e/fixtures";
import { signAs, signOffRow } from "@/e2e/steps";
import type { Statement } from "@/lib/dossier/schema";
import { gateAnswer } from "@/lib/gate/schema";
import { root } from "@/lib/process/roots";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { makeProject } from "@/lib/testing/fixtures";
import { startProcess } from "@/lib/testing/product";

const text = `# Release

## Preparation

- [ ] Backup taken

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

const jisoo = demoPerson("Jisoo Kim");
const marco = demoPerson("Marco Rossi");
const lena = demoPerson("Lena Fischer");
const minjun = demoPerson("Minjun Lee");
const henrik = demoPerson("Henrik Larsen");
const admin = demoPerson("admin");
const teams = [
  { signOff: "Development team approval", signer: lena },
  { signOff: "QA team approval", signer: minjun },
] as const;

/** How both sign-offs stand, on a page that is open: nobody reads it again. */
async function expectStatus(page: Page, status: "Signed" | "Suspended") {
  for (const { signOff } of teams)
    await expect(signOffRow(page, signOff).getByText(status, { exact: true })).toBeVisible();
}

const heldBy = (page: Page, signOff: string) =>
  page
    .getByRole("region", { name: "May we go on?" })
    .first()
    .getByText(`Signature suspended: ${signOff}`);

/** The path of a link that the manager makes for who has no account. */
async function linkFor(manager: Page): Promise<string> {
  await chooseFrom(manager, "More on this deployment", "Share…");
  const dialog = manager.getByRole("dialog");
  await dialog.getByLabel("For whom").fill("The board");
  await dialog.getByRole("button", { name: "Make a link" }).click();
  const link = await dialog.getByRole("status", { name: "Link" }).innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  return new URL(link).pathname;
}

/** What a pipeline is told that asks with a token which an administrator makes. */
async function pipeline(admin: Page, deploymentId: string) {
  await admin.getByRole("button", { name: "New token" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Release pipeline");
  await dialog.getByRole("button", { name: "New token" }).click();
  const token = await dialog.getByRole("status", { name: "Token" }).innerText();
  await dialog.getByRole("button", { name: "I have noted it" }).click();
  const headers = { authorization: `Bearer ${token}` };
  return async () => {
    const path = `/api/v1/deployments/${deploymentId}/gate?stage=go-live`;
    const response = await admin.request.get(path, { headers });
    expect(response.status()).toBe(200);
    const { proceed, reasons } = gateAnswer.parse(await response.json());
    return { proceed, codes: reasons.map(({ code }) => code) };
  };
}

/** `countersign dossier verify`, in a folder and with settings of nobody: no database is there to ask. */
async function verifyOffline(folder: string, name: string) {
  const file = join(folder, name);
  const args = [join(root, "bin", "countersign.mjs"), "dossier", "verify", file, "--json"];
  const nowhere = { DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none" };
  const ran = startProcess(args, nowhere, folder);
  const code = await ran.ended;
  return { code, said: JSON.parse(ran.said()) };
}

/** The record with its statement changed, in the envelope that it had: what a forger can do without the key. */
function tampered(record: string, change: (statement: Statement) => void): string {
  const envelope = JSON.parse(record) as { payload: string };
  const statement = JSON.parse(Buffer.from(envelope.payload, "base64").toString("utf8"));
  change(statement);
  const payload = Buffer.from(JSON.stringify(statement)).toString("base64");
  return JSON.stringify({ ...envelope, payload });
}

test("signed, suspended everywhere by a change, standing again by itself or re-affirmed, sealed, and checked without us", async ({
  open,
}) => {
  test.setTimeout(180_000);
  const project = await makeProject();
  const run = await makeDeployment({ text, project, manager: await made(jisoo) });
  await settle(run, "Backup taken");
  const path = `/deployments/${run.id}`;
  const listPath = `/?text=${encodeURIComponent(project.name)}`;
  const manager = await open(jisoo, path);
  const [dev, qa] = [await open(lena, path), await open(minjun, path)];
  const [viewer, list] = [await open(demoPerson("viewer"), path), await open(marco, listPath)];
  const onTheDeployment = [manager, dev, qa, viewer];
  for (const page of onTheDeployment) await expectLive(page);
  const line = list.getByRole("listitem").filter({ hasText: project.name });
  await expect(line).toBeVisible();
  const stakeholder = await open(null, await linkFor(manager));
  const shared = (signOff: string) =>
    stakeholder
      .getByRole("region", { name: "Sign-offs" })
      .getByRole("listitem")
      .filter({ hasText: signOff });
  const gate = await pipeline(await open(admin, "/people?tab=tokens"), run.id);

  await test.step("two teams sign", async () => {
    for (const [at, { signOff, signer }] of teams.entries())
      await signAs(at === 0 ? dev : qa, { signOff, password: signer.password });
    for (const page of onTheDeployment) await expectStatus(page, "Signed");
    for (const { signOff, signer } of teams)
      await expect(shared(signOff)).toContainText(new RegExp(`${signer.name}.*Signed`));
    expect(await gate()).toEqual({ proceed: true, codes: [] });
  });

  await test.step("a covered item changes: both are suspended, on every page that is open", async () => {
    await boxOf(manager, "Backup taken").click();
    const dialog = manager.getByRole("dialog");
    await expect(dialog).toContainText("This suspends 2 signatures");
    await dialog.getByRole("button", { name: "Take back" }).click();
    for (const page of onTheDeployment) {
      await expectStatus(page, "Suspended");
      for (const { signOff } of teams) await expect(heldBy(page, signOff)).toBeVisible();
    }
    for (const { signOff } of teams) await expect(shared(signOff)).toContainText("Suspended");
    await expect(stakeholder.getByText("1 item was opened again")).toBeVisible();
    await expect(stakeholder.getByText("Backup taken")).toHaveCount(0);
    expect(await gate()).toEqual({
      proceed: false,
      codes: ["item_open_above", "signature_suspended", "signature_suspended"],
    });
    await list.reload();
    await expect(line).toContainText("3 blockers");
    const log = await open(marco, `${path}/log`);
    for (const { signOff } of teams)
      await expect(log.getByText(`Signature suspended: ${signOff}`)).toBeVisible();
  });

  await test.step("the state returns to what was signed: both stand again, and nobody was asked", async () => {
    await boxOf(manager, "Backup taken").click();
    for (const page of onTheDeployment) {
      await expectStatus(page, "Signed");
      for (const { signOff } of teams) await expect(heldBy(page, signOff)).toBeHidden();
    }
    for (const { signOff } of teams) await expect(shared(signOff)).toContainText("Signed");
    expect(await gate()).toEqual({ proceed: true, codes: [] });
    await list.reload();
    await expect(line).not.toContainText("blockers");
  });

  await test.step("it changes for good: each signer sees what moved, and re-affirms", async () => {
    await settle(run, "Backup taken", "waived", "The provider keeps one", await made(marco));
    for (const page of onTheDeployment) await expectStatus(page, "Suspended");
    for (const [at, { signOff, signer }] of teams.entries()) {
      const page = at === 0 ? dev : qa;
      await page.getByRole("button", { name: "Re-affirm…" }).click();
      const dialog = page.getByRole("dialog", { name: `Sign: ${signOff}` });
      await expect(dialog).toContainText("Marco Rossi: Backup taken → Waived");
      await dialog.getByLabel("Your password, again").fill(signer.password);
      await dialog.getByRole("button", { name: "Sign", exact: true }).click();
      await expect(dialog).toBeHidden();
    }
    for (const page of onTheDeployment) await expectStatus(page, "Signed");
  });

  await test.step("sealed by two people", async () => {
    await boxOf(manager, "Announced").click();
    const deployed = { signOff: "Deployed by", outcome: "Success", password: jisoo.password };
    await signAs(manager, deployed);
    const approver = await open(henrik, path);
    await signAs(approver, { signOff: "Approved by", password: henrik.password });
    for (const page of [...onTheDeployment, approver])
      await expect(page.getByRole("region", { name: "Outcome" }).first()).toContainText("Success");
    await expect(stakeholder.getByRole("region", { name: "Outcome" })).toContainText("Success");
    expect(await gate()).toEqual({ proceed: false, codes: ["gate_closed"] });
  });

  await test.step("exported, and verified with no database; a copy that was changed is not sound", async () => {
    await chooseFrom(viewer, "More on this deployment", "Export…");
    await viewer.getByRole("radio", { name: /^Signed record/ }).check();
    const download = viewer.waitForEvent("download");
    await viewer.getByRole("dialog").getByRole("button", { name: "Export" }).click();
    const folder = mkdtempSync(join(tmpdir(), "countersign-offline-"));
    const record = readFileSync(await (await download).path(), "utf8");
    writeFileSync(join(folder, "record.json"), record);
    const whole = await verifyOffline(folder, "record.json");
    expect(whole, JSON.stringify(whole.said)).toMatchObject({ code: 0, said: { sound: true } });

    let changed = 0;
    const copied = tampered(record, ({ predicate: { events } }) => {
      const event = events.findLast(({ kind }) => kind === "item.changed");
      changed = event?.number ?? 0;
      if (event) event.at = new Date(Date.parse(event.at) + 1).toISOString();
    });
    writeFileSync(join(folder, "copy.json"), copied);
    const copy = await verifyOffline(folder, "copy.json");
    expect(copy).toMatchObject({
      code: 1,
      said: { sound: false, fault: { where: `event ${changed}` } },
    });
    rmSync(folder, { recursive: true });
  });
});
