import type { Locator, Page } from "@playwright/test";
import { boxOf, demoPerson, expect, made, rowOf, type SignsIn, test } from "@/e2e/fixtures";
import { makeDeployment } from "@/lib/testing/deployments";

const text = `# Small release

## Preparation
- [ ] Announce the window
- [ ] Warn the mirrors

## Deployment
- [ ] Roll out
- [ ] Smoke test

## Sign-off
**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Notes**: ______

**Deployed By**: ______ **Date**: ______

**Approved By**: ______ **Date**: ______
`;

const mostTabs = 120;

/** Presses Tab until `target` has the focus: whoever has no mouse must come there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let n = 0; n < mostTabs; n++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target, `has the focus after ${mostTabs} tabs`).toBeFocused();
}

async function signInByKeys(page: Page, who: SignsIn, path: string): Promise<void> {
  await page.goto(`/sign-in?next=${path}`);
  await tabTo(page, page.getByLabel("Email"));
  await page.keyboard.type(who.email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type(who.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${path}$`));
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function sign(page: Page, button: string, who: SignsIn): Promise<void> {
  await tabTo(page, page.getByRole("button", { name: button }));
  await press(page, "Enter");
  const dialog = page.getByRole("dialog", { name: /^Sign: / });
  const outcome = dialog.getByLabel("Success");
  await expect(dialog.getByLabel("Your password, again")).toBeVisible();
  if (button.startsWith("Close")) {
    await tabTo(page, outcome);
    await press(page, "Space");
    await expect(outcome).toBeChecked();
  }
  await expect(dialog.getByRole("blockquote")).toContainText(who.name);
  await tabTo(page, dialog.getByLabel("Your password, again"));
  await page.keyboard.type(who.password);
  await press(page, "Enter");
  await expect(dialog).toBeHidden();
}

test("the whole job by keyboard alone: sign in, tick, give reasons, note, undo, find, sign, close", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const [jisoo, henrik] = [demoPerson("Jisoo Kim"), demoPerson("Henrik Larsen")];
  const { id } = await makeDeployment({ text, manager: await made(jisoo) });
  await signInByKeys(page, jisoo, `/deployments/${id}`);
  await expect(boxOf(page, "Announce the window")).toBeVisible();

  await test.step("tick, and take it back", async () => {
    await press(page, "j");
    await expect(boxOf(page, "Announce the window")).toBeFocused();
    await press(page, "x");
    await expect(boxOf(page, "Announce the window")).toBeChecked();
    await press(page, "u");
    await expect(boxOf(page, "Announce the window")).not.toBeChecked();
    await press(page, "x");
    await expect(boxOf(page, "Announce the window")).toBeChecked();
  });

  await test.step("a reason", async () => {
    await press(page, "j", "m");
    await expect(page.getByRole("menuitem", { name: "Does not apply…" })).toBeFocused();
    await press(page, "Enter");
    await expect(page.getByRole("dialog").getByLabel("Reason")).toBeFocused();
    await page.keyboard.type("There are no mirrors any more");
    await press(page, "Control+Enter");
    await expect(rowOf(page, "Warn the mirrors")).toContainText("There are no mirrors any more");
    await expect(boxOf(page, "Warn the mirrors")).toBeFocused();
  });

  await test.step("a note", async () => {
    await press(page, "j", "x", "n");
    const note = rowOf(page, "Roll out").getByLabel("Add a note", { exact: true }).last();
    await expect(note).toBeFocused();
    await page.keyboard.type("Took four minutes");
    await press(page, "Control+Enter");
    await expect(rowOf(page, "Roll out").getByRole("listitem")).toContainText("Took four minutes");
    await press(page, "Escape");
    await expect(boxOf(page, "Roll out")).toBeFocused();
  });

  await test.step("the list of keys, and finding an item", async () => {
    await press(page, "?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await press(page, "Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await press(page, "/");
    await page.keyboard.type("smoke");
    await expect(page.getByText("1 of 4 items shown")).toBeVisible();
    await tabTo(page, boxOf(page, "Smoke test"));
    await press(page, "x");
    await expect(boxOf(page, "Smoke test")).toBeChecked();
    await press(page, "/", "Escape");
    await expect(boxOf(page, "Roll out")).toBeChecked();
  });

  await test.step("sign and close", async () => {
    await sign(page, "Close and sign…", jisoo);
    const approver = await (await browser.newContext()).newPage();
    await signInByKeys(approver, henrik, `/deployments/${id}`);
    await sign(approver, "Sign…", henrik);
    for (const each of [page, approver])
      await expect(each.getByRole("region", { name: "Outcome" })).toContainText("Success");
    await approver.context().close();
  });
});
