import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { boxOf, chooseFrom, demoPerson, expect, expectLive, rowOf, test } from "@/e2e/fixtures";
import { importChecklist } from "@/e2e/import";
import { startProbeServers } from "@/e2e/probe-servers";
import {
  bindProbe,
  runProbe,
  setSection,
  signAs,
  signIn,
  signOffRow,
  tickBeside,
  tickByKeys,
} from "@/e2e/steps";
import { openDossier, verifyDossier } from "@/lib/dossier/verify";
import { makeProject } from "@/lib/testing/fixtures";

const teams = [
  ["Development team approval", "Lena Fischer"],
  ["QA team approval", "Minjun Lee"],
  ["Security team approval", "Amara Okafor"],
  ["DevOps team approval", "Tomás Silva"],
  ["Product owner approval", "Grace Chen"],
] as const;
const jisoo = demoPerson("Jisoo Kim");

const partOf = (page: Page, title: string) =>
  page.getByRole("main").getByRole("region", { name: title, exact: true }).first();

const expectDone = (page: Page, stage: string) =>
  expect(partOf(page, stage).getByText("Done", { exact: true }).first()).toBeVisible();

test("a stranger carries the garbled checklist from its import to the signed record", async ({
  open,
  page,
}) => {
  test.setTimeout(300_000);
  const servers = await startProbeServers();
  const project = await makeProject({ variables: servers.variables, allow: ["127.0.0.1/32"] });
  let path = "";

  await test.step("sign in, import the checklist, make a deployment of it", async () => {
    await signIn(page, jisoo, "/sign-in");
    path = await importChecklist(page, project);
    await expectLive(page);
  });
  const beside = await open(demoPerson("Marco Rossi"), path);
  await expectLive(beside);
  await expect(page.getByRole("list", { name: /Marco Rossi/ })).toBeVisible();

  await test.step("preparation: each tick is seen beside within a second", async () => {
    const labels = ["All code merged to main branch", "Code review completed and approved"];
    labels.push("CHANGELOG.md updated", "E2E tests completed", "README.md current");
    const times: number[] = [];
    for (const label of labels) {
      times.push(await tickBeside(page, beside, label));
      await expect(rowOf(beside, label)).toContainText("Jisoo Kim");
    }
    // The middle one: this machine may be busy with something else for a moment.
    expect(times.sort((a, b) => a - b)[2]).toBeLessThan(1000);
    await tickByKeys(page, "API documentation updated", "API documentation updated");
    await tickByKeys(page, "AWS account access verified", "Disaster recovery plan in place");
    for (const section of ["1. Code Readiness", "2. Testing Verification", "3. Documentation"])
      await setSection(page, section);
    await setSection(beside, "5. Configuration Management");
    await expectDone(page, "Pre-Deployment Checklist");
    await expectDone(beside, "Pre-Deployment Checklist");
  });

  await test.step("deployment: two people, and TLS proven by a probe", async () => {
    await bindProbe(page, "Verify SSL certificate", servers.specs.tls);
    await expect(rowOf(beside, "Verify SSL certificate")).toContainText("Not run yet");
    await runProbe(page, "Verify SSL certificate", "Pass");
    await expect(rowOf(beside, "Verify SSL certificate")).toContainText("by its probe");
    for (const phase of ["1: Infrastructure Setup", "2: Database Setup", "5: Service Integration"])
      await setSection(page, `Phase ${phase}`);
    for (const phase of ["3: Application Deployment", "4: Load Balancer & Networking"])
      await setSection(beside, `Phase ${phase}`);
    await expectDone(page, "Deployment Steps");
    await expectDone(beside, "Deployment Steps");
  });

  await test.step("verification: health and processor load proven by probes", async () => {
    const health = "Health endpoint responding (200 OK)";
    await bindProbe(page, health, servers.specs.http);
    await bindProbe(page, "CPU utilization < 70%", servers.specs.metrics);
    await runProbe(page, health, "Pass");
    await runProbe(beside, "CPU utilization < 70%", "Pass");
    for (const label of [health, "CPU utilization < 70%"]) {
      await expect(boxOf(page, label)).toBeChecked();
      await expect(rowOf(beside, label)).toContainText("by its probe");
    }
    for (const section of ["Application Health", "Performance Metrics", "Monitoring & Alerts"])
      await setSection(page, section);
    await setSection(page, "Security Verification");
    await expectDone(beside, "Post-Deployment Verification");
  });

  await test.step("five teams sign what is above them", async () => {
    await setSection(page, "Business Readiness");
    for (const [signOff, name] of teams) {
      const signer = await open(demoPerson(name), path);
      const words = await signAs(signer, { signOff, password: demoPerson(name).password });
      expect(words).toContain(name);
      await expect(signOffRow(page, signOff)).toContainText(name);
      await signer.context().close();
    }
    await setSection(page, "Final Steps");
    await expectDone(page, "Go-Live Checklist");
  });

  await test.step("signed twice at the end: deployed by, approved by", async () => {
    const deployed = { signOff: "Deployed by", outcome: "Success", password: jisoo.password };
    expect(await signAs(page, deployed)).toContain("Jisoo Kim");
    const approver = await open(demoPerson("Henrik Larsen"), path);
    const { password } = demoPerson("Henrik Larsen");
    await signAs(approver, { signOff: "Approved by", password });
    for (const each of [page, beside, approver])
      await expect(each.getByRole("region", { name: "Outcome" }).first()).toContainText("Success");
  });

  await test.step("a viewer sees all of it, and nothing that writes", async () => {
    const viewer = await open(demoPerson("viewer"), path);
    await expect(viewer.getByRole("region", { name: "Outcome" }).first()).toContainText("Success");
    await expect(viewer.locator("[data-check]")).toHaveCount(111);
    const migrations = rowOf(viewer, "Run database migrations");
    await migrations.getByRole("button", { name: "Command", exact: true }).click();
    await expect(migrations).toContainText("./scripts/deploy-aws.sh production migrate");
    await expect(rowOf(viewer, "CPU utilization < 70%")).toContainText("Pass");
    await expect(viewer.locator("[data-check]:not([aria-disabled])")).toHaveCount(0);
    const writes =
      /^(Run|Sign…|Close and sign…|Refuse…|Withdraw…|Declare an issue…|Edit .*|Steps for the section .*)$/;
    await expect(viewer.getByRole("button", { name: writes })).toHaveCount(0);
  });

  await test.step("all of it is in the log", async () => {
    await page.getByRole("link", { name: /^\d+ events$/ }).click();
    await expect(page).toHaveURL(/\/log$/);
    const log = page.getByRole("list", { name: "Log" });
    await expect(page.getByText(/^Chain verified: \d+ events$/)).toBeVisible();
    await expect(log).toContainText("Closed: Success");
    for (const [signOff, name] of teams)
      await expect(log).toContainText(`${name} signed: ${signOff}`);
    const find = async (text: string, said: string) => {
      await page.getByRole("searchbox", { name: "Search" }).fill(text);
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL((url) => url.searchParams.get("text") === text);
      await expect(log).toContainText(said);
    };
    await find("CPU utilization", "Jisoo Kim bound a probe to CPU utilization < 70%");
    await find("README", "Jisoo Kim: README.md current → Done");
  });

  await test.step("and in the exported Markdown", async () => {
    await page.goto(path);
    const exported = async (form: RegExp) => {
      await chooseFrom(page, "More on this deployment", "Export…");
      await page.getByRole("radio", { name: form }).check();
      const download = page.waitForEvent("download");
      await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
      return readFileSync(await (await download).path());
    };
    const text = (await exported(/^Checklist \(Markdown\)/)).toString("utf8");
    expect(text).toContain("🚀 Knowledge Database - Production Deployment Checklist");
    expect(text.match(/^\s*(?:[-*+]|\d+\.) \[x\]/gm)?.length).toBeGreaterThanOrEqual(93);
    expect(text).toMatch(/- \[x\] All code merged to main branch.*Jisoo Kim/);
    for (const [signOff, name] of teams)
      expect(text).toMatch(new RegExp(`- \\[x\\] ${signOff}.*${name}`));
    expect(text).toMatch(/\[x\] Success/);
    expect(text).toMatch(/Approved By.*Henrik Larsen/);

    const record = openDossier((await exported(/^Signed record/)).toString("utf8"));
    expect(verifyDossier(record, null)).toMatchObject({ sound: true });
    const event = record.statement.predicate.events[40];
    if (event) event.after = { forged: true };
    expect(verifyDossier(record, null)).toMatchObject({
      sound: false,
      fault: { where: "event 41" },
    });
    expect((await exported(/^PDF/)).subarray(0, 5).toString()).toBe("%PDF-");
  });
  await servers.close();
});
