import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import {
  boxOf,
  chooseFrom,
  dataFolder,
  demoPerson,
  expect,
  expectLive,
  rowOf,
  test,
} from "@/e2e/fixtures";
import { checklistOf, type ProbedItem, probedItems, specOf } from "@/e2e/kind-probes";
import { startKindServers } from "@/e2e/kind-servers";
import { bindProbe, runProbe } from "@/e2e/steps";
import { kindNames } from "@/lib/probe/kinds";
import { makeDeployment } from "@/lib/testing/deployments";
import { type MadeProject, makeProject } from "@/lib/testing/fixtures";

const token = "tok-9f2c7b41/aZ+77==";

/** The product was started with a folder of secrets in its data folder: see lib/testing/product.ts. */
function placeSecret({ slug }: MadeProject): void {
  const folder = join(dataFolder, "secrets", slug, "production");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "API_TOKEN"), `${token}\n`);
}

const spellings = [
  token,
  encodeURIComponent(token),
  Buffer.from(token).toString("hex"),
  // Base64 as it stands after "Bearer ", which is seven bytes long.
  Buffer.from(`Bearer ${token}`).toString("base64").slice(12, -4),
].map((text) => text.toLowerCase());

function expectNoSecret(text: string): void {
  const folded = text.toLowerCase();
  for (const spelling of spellings) expect(folded).not.toContain(spelling);
}

async function takeOffer(page: Page, label: string): Promise<void> {
  await chooseFrom(page, `Steps for “${label}”`, "Bind a probe…");
  const dialog = page.getByRole("dialog", { name: "Bind a probe" });
  await dialog.getByRole("button", { name: "Take this" }).click();
  await dialog.getByRole("button", { name: "Bind the probe" }).click();
  await expect(dialog).toBeHidden();
}

/** Opens everything of the newest run, compares it with what it has to show, and downloads it. */
async function checkEvidence(page: Page, item: ProbedItem): Promise<void> {
  await rowOf(page, item.label).getByRole("button", { name: "Details" }).click();
  const dialog = page.getByRole("dialog", { name: "Probe" });
  const asked = dialog.getByRole("list", { name: "What was asked and what was got" });
  await expect(asked.getByRole("listitem").last()).toContainText(item.verdict);
  await dialog
    .locator("details")
    .evaluateAll((all) => all.map((details) => details.setAttribute("open", "")));
  for (const shown of item.shows) await expect(dialog).toContainText(shown);
  await expect(dialog).toContainText("Jisoo Kim");
  await expect(dialog).toContainText("SHA-256 of the spec");
  expectNoSecret(await dialog.innerText());
  const arriving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download as JSON" }).click();
  const kept = readFileSync(await (await arriving).path(), "utf8");
  const run = JSON.parse(kept);
  expect(run.verdict).toBe(item.verdict.toLowerCase());
  expect(run.result.evidence).toMatchObject({ kind: item.kind, spec: { kind: item.kind } });
  expectNoSecret(kept);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
}

test("a probe of each kind, from the page to its evidence", async ({ open }) => {
  test.setTimeout(240_000);
  const servers = await startKindServers(token);
  const project = await makeProject({ variables: servers.variables, allow: ["127.0.0.1/32"] });
  placeSecret(project);
  const items = probedItems(servers);
  const passing = items.filter(({ verdict }) => verdict === "Pass");
  expect([...new Set(passing.map(({ kind }) => kind))].sort()).toEqual([...kindNames].sort());
  const [typed, offered, ...written] = items;
  if (!typed || !offered) throw new Error("there are no items");

  const text = `${checklistOf(written)}- [ ] ${typed.label}\n- [ ] ${offered.label}\n`;
  const { id } = await makeDeployment({ text, project });
  const page = await open(demoPerson("Jisoo Kim"), `/deployments/${id}`);
  await expectLive(page);

  await test.step("bound in the checklist, on the page, and by taking what is offered", async () => {
    await bindProbe(page, typed.label, specOf(typed));
    await takeOffer(page, offered.label);
    for (const { label } of items) await expect(rowOf(page, label)).toContainText("Not run yet");
  });

  await test.step("all that are due run; those that burst or provoke run when asked for alone", async () => {
    const together = items.filter(({ alone }) => !alone);
    const due = page.getByRole("button", { name: `Run all due (${together.length})` }).first();
    await due.click();
    await expect(page.getByText(/2 more run only when started alone/).first()).toBeVisible();
    for (const { label, verdict } of together) {
      const told = rowOf(page, label).getByText(verdict, { exact: true }).first();
      await expect(told).toBeVisible({ timeout: 120_000 });
    }
    for (const item of items.filter(({ alone }) => alone)) {
      await expect(rowOf(page, item.label)).toContainText("Not run yet");
      await runProbe(page, item.label, item.verdict);
    }
  });

  await test.step("a pass ticks its item; a fail and what was not measured never do", async () => {
    for (const { label, verdict } of items) {
      if (verdict === "Pass") {
        await expect(boxOf(page, label)).toBeChecked();
        await expect(rowOf(page, label)).toContainText("by its probe");
      } else {
        await expect(boxOf(page, label)).not.toBeChecked();
        const state = verdict === "Fail" ? /Failed$/ : /To do$/;
        await expect(boxOf(page, label)).toHaveAccessibleName(state);
      }
    }
  });

  await test.step("the evidence of each says how it is known, and holds no secret", async () => {
    for (const item of items) await checkEvidence(page, item);
    expectNoSecret(await page.content());
  });

  await test.step("nor does anything that the page reads, also on a new reading", async () => {
    const bodies: Promise<string>[] = [];
    page.on("response", (response) => {
      // A stream has no end to wait for; what it brings is on the page.
      if (response.url().includes("/api/stream")) return;
      bodies.push(response.text().catch(() => ""));
    });
    await page.reload();
    await expectLive(page);
    await expect(boxOf(page, typed.label)).toBeChecked();
    expectNoSecret((await Promise.all(bodies)).join("\n"));
  });
  await servers.close();
});
