import type { Page } from "@playwright/test";
import { boxOf, chooseFrom, demoPerson, expect, expectLive, made, test } from "@/e2e/fixtures";
import { makeDeployment, settle } from "@/lib/testing/deployments";

const text = `# Release

## Preparation

- [ ] Merged
- [ ] Backup taken

### Sign-offs

- [ ] Development team approval

## Deployment

- [ ] Applied

## Rollback

1. [ ] Traffic stopped

## Contacts

| Role | Name | Contact |
|---|---|---|
| DBA | Kim | +82 2 123 4567 |
`;

const jisoo = demoPerson("Jisoo Kim");
const marco = demoPerson("Marco Rossi");
const lena = demoPerson("Lena Fischer");

/** A deployment that waits for the signature of Development. */
async function readyToSign() {
  const run = await makeDeployment({ text, manager: await made(jisoo) });
  await settle(run, "Merged");
  await settle(run, "Backup taken");
  return { run, path: `/deployments/${run.id}` };
}

test("a signer whose words change under their eyes sees what moved before they sign", async ({
  open,
}) => {
  const { run, path } = await readyToSign();
  const page = await open(lena, path);
  await expectLive(page);
  await page.getByRole("button", { name: "Sign…" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign: Development team approval" });
  await expect(dialog.getByRole("blockquote")).toContainText("It covers 2 items: 2 done");
  await expect(dialog.getByRole("blockquote")).toContainText("It opens “Deployment”.");
  await dialog.getByLabel("Your password, again").fill(lena.password);
  const sign = dialog.getByRole("button", { name: "Sign", exact: true });
  await expect(sign).toBeEnabled();

  await settle(run, "Backup taken", "waived", "Taken by the provider");
  const notice = dialog.getByRole("alert").filter({ hasText: "Changed while you were reading" });
  await expect(notice).toContainText("Jisoo Kim: Backup taken → Waived");
  await expect(notice).toContainText("Taken by the provider");
  await expect(dialog.getByRole("blockquote")).toContainText("1 done, 0 not applicable, 1 waived");
  await expect(sign).toBeDisabled();
  await expect(dialog.getByLabel("Your password, again")).toHaveValue(lena.password);

  await notice.getByRole("button", { name: "I have seen it" }).click();
  await expect(notice).toBeHidden();
  await sign.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Sign-offs" }).first()).toContainText("Signed");
});

test("a suspended signature shows what happened since, and is re-affirmed", async ({ open }) => {
  const { run, path } = await readyToSign();
  const page = await open(lena, path);
  await expectLive(page);
  await page.getByRole("button", { name: "Sign…" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign: Development team approval" });
  await dialog.getByLabel("Your password, again").fill(lena.password);
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(dialog).toBeHidden();

  await settle(run, "Merged", "todo", "A commit was left out", await made(marco));
  await settle(run, "Merged", "done", null, await made(marco));
  await settle(run, "Applied");
  await page.getByRole("button", { name: "Re-affirm…" }).click();
  await expect(dialog).toContainText("Since you signed");
  await expect(dialog).toContainText("Marco Rossi: Merged → Done");
  await expect(dialog).toContainText("A commit was left out");
  // Below the sign-off: no matter of this signature.
  await expect(dialog).not.toContainText("Applied");
  await dialog.getByLabel("Your password, again").fill(lena.password);
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Withdraw…" })).toBeVisible();
});

test("an issue puts the rollback and the contacts on top, also on a phone", async ({ open }) => {
  const { path } = await readyToSign();
  const page = await open(jisoo, path, { viewport: { width: 390, height: 800 } });
  await expectLive(page);
  const stages = page.getByRole("main").locator("section[id^=stage-]");
  await expect(stages.first()).toContainText("Merged");
  await page.getByRole("button", { name: "Declare an issue…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Declare an issue" });
  await dialog.getByLabel("What happened").fill("Errors at 5 %");
  await dialog.getByRole("button", { name: "Declare the issue" }).click();
  await expect(dialog).toBeHidden();
  await expect(stages.first()).toContainText("Traffic stopped");
  await expect(boxOf(page, "Traffic stopped")).toBeEnabled();
  await expect(page.getByRole("banner").or(page.locator("header"))).toContainText([
    "Errors at 5 %",
  ]);
  await expect(page.getByRole("link", { name: "+82 2 123 4567" })).toBeInViewport();
});

test("two people edit the header: neither undoes the other's change", async ({ open }) => {
  const { path } = await readyToSign();
  const [one, other] = [await open(jisoo, path), await open(marco, path)];
  for (const page of [one, other]) {
    await expectLive(page);
    await chooseFrom(page, "More on this deployment", "Edit…");
  }
  const dialog = (page: Page) => page.getByRole("dialog", { name: "Edit the deployment" });
  await dialog(one).getByLabel("Version").fill("1.0.1");
  await dialog(one).getByRole("button", { name: "Save" }).click();
  await expect(dialog(one)).toBeHidden();
  await dialog(other).getByLabel("Name").fill("Release of the week");
  await dialog(other).getByRole("button", { name: "Save" }).click();
  await expect(dialog(other)).toBeHidden();
  for (const page of [one, other])
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Release of the week 1.0.1");
});
