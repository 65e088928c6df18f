import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { complaintsOf, dataFolder, expect, expectLive, test } from "@/e2e/fixtures";
import { signOffRow } from "@/e2e/steps";
import { hashPassword } from "@/lib/auth/password-hash";
import { query } from "@/lib/core/db";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { type MadePerson, makeAdmin, makePerson } from "@/lib/testing/fixtures";
import { type Person, startOidcProvider } from "@/lib/testing/oidc-provider";
import { startAnotherWeb } from "@/lib/testing/product";

/** A web process that has an identity provider, beside the one without, on the same database. */

const text = `# Release

## Preparation
- [ ] Merged

## Deployment
- [ ] Applied

## Deployment Sign-off

**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Notes**: ____

**Deployed By**: ____ **Date**: ____

**Approved By**: ____ **Date**: ____
`;

let provider: Awaited<ReturnType<typeof startOidcProvider>>;
let web: Awaited<ReturnType<typeof startAnotherWeb>>;
test.beforeAll(async () => {
  provider = await startOidcProvider();
  web = await startAnotherWeb(dataFolder, provider.settings);
});
test.afterAll(async () => {
  await web.stop();
  await provider.close();
});

const there = ({ email }: MadePerson): Person => ({
  ...{ sub: randomUUID(), email, email_verified: true },
});
const seconds = () => Math.floor(Date.now() / 1000);

/** A deployer whose deployment waits for their closing signature. */
async function readyToClose() {
  const manager = await makePerson({ roles: ["release_manager"] });
  const run = await makeDeployment({ text, manager });
  await settle(run, "Merged");
  return { run, manager, path: `/deployments/${run.id}` };
}

/** The framework has an alert of its own on every page. */
const told = (page: Page, hasText: string) => page.getByRole("alert").filter({ hasText });

/** From the sign-in page through the provider; they press nothing there. */
async function enter(page: Page, path: string) {
  await page.goto(`${web.url}${path}`);
  await page.getByRole("link", { name: "Sign in with Keyring" }).click();
}

async function closeDialog(page: Page, notes: string) {
  await expectLive(page);
  await signOffRow(page, "Deployed By").getByRole("button", { name: "Close and sign…" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign: Deployed by" });
  await dialog.getByLabel("Partial").check();
  await dialog.getByLabel("Notes").fill(notes);
  return dialog;
}

test("somebody signs in at the provider, and signs with a new sign-in there; an old one is refused and loses nothing", async ({
  open,
}) => {
  const { manager, path } = await readyToClose();
  const person = there(manager);
  provider.be({ person });
  const page = await open(null, "/sign-in");
  const complaints = complaintsOf(page);
  await enter(page, path);
  await expect(page).toHaveURL(`${web.url}${path}`);

  const dialog = await closeDialog(page, "One step is left for tomorrow");
  const sign = dialog.getByRole("button", { name: "Sign with Keyring" });
  provider.be({ person, ignoresPrompt: true, signedInAt: seconds() - 600 });
  await sign.click();
  await expect(dialog.getByRole("alert")).toContainText("older than 5 minutes");
  await expect(dialog.getByLabel("Notes")).toHaveValue("One step is left for tomorrow");
  await expect(page).toHaveURL(`${web.url}${path}`);

  provider.be({ person });
  await sign.click();
  await expect(dialog).toBeHidden();
  await expect(signOffRow(page, "Deployed By").getByText("Signed", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(`${web.url}${path}`);
  expect(complaints).toEqual([]);
});

test("without a password the provider is the only way to sign; the account says who one is there", async ({
  open,
}) => {
  const { manager, path } = await readyToClose();
  const person = there(manager);
  await query(`update "Person" set "mustChangePassword" = true where id = $1`, [manager.id]);
  provider.be({ person });
  const page = await open(null, "/sign-in");
  await enter(page, path);
  const dialog = await closeDialog(page, "Closed by new hands");
  await expect(dialog.getByRole("button", { name: "Sign with Keyring" })).toBeEnabled();
  await expect(dialog.getByLabel("Your password, again")).toBeHidden();
  await page.goto(`${web.url}/account`);
  await expect(page.getByText(provider.issuer.replace("http://", ""))).toBeVisible();
  await expect(page.getByText("You have no password here")).toBeVisible();
});

test("strangers, and who turns back, are told what to do; an admin sees who is linked and unlinks", async ({
  open,
}) => {
  const page = await open(null, "/sign-in");
  provider.be({ person: { sub: "stranger", email: "stranger@example.com", email_verified: true } });
  await enter(page, "/people");
  await expect(told(page, "Ask an administrator to add a person")).toBeVisible();
  provider.be({});
  await enter(page, "/people");
  await expect(told(page, "was not finished")).toBeVisible();
  await page.goto(`${web.url}/api/identity/callback?state=forged&code=forged`);
  await expect(told(page, "Begin again here")).toBeVisible();

  const [admin, linked] = [await makeAdmin(), await makePerson()];
  const password = randomUUID();
  await query(`update "Person" set "passwordHash" = $2 where id = $1`, [
    admin.id,
    await hashPassword(password),
  ]);
  provider.be({ person: there(linked) });
  await enter(page, "/account");
  await expect(page.getByRole("heading", { name: "Account" })).toBeVisible();
  const adminPage = await open({ ...admin, password }, `/people/${linked.id}`);
  await adminPage.getByRole("button", { name: /^Unlink / }).click();
  await adminPage.getByRole("alertdialog").getByRole("button", { name: "Unlink" }).click();
  await expect(adminPage.getByText("Unlinked from an identity of the provider")).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/sign-in/);
});

test("an installation without a provider has no such way", async ({ open, baseURL }) => {
  const page = await open(null, "/sign-in");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("link", { name: /Sign in with/ })).toBeHidden();
  for (const way of ["start", "callback"])
    expect((await fetch(`${baseURL}/api/identity/${way}`)).status).toBe(404);
});
