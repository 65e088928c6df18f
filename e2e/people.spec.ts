import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";

type DemoPerson = { email: string; password: string; name: string; role: string };

const folder = process.env.E2E_DATA ?? ".data";
const demo: DemoPerson[] = JSON.parse(readFileSync(join(folder, "demo.json"), "utf8"));

function demoPerson(role: string): DemoPerson {
  const found = demo.find((person) => person.role.startsWith(role));
  if (!found) throw new Error(`the demo has no ${role}`);
  return found;
}

async function signIn(page: Page, who: { email: string; password: string }, path = "/sign-in") {
  await page.goto(path);
  await page.getByLabel("Email").fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signedIn(browser: Browser, role: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, demoPerson(role), "/sign-in?next=/projects");
  await expect(page).toHaveURL(/^[^?]*\/projects$/);
  return page;
}

/** Adds a person through the screen; their one-time password is read from it. */
async function addPerson(admin: Page) {
  const tag = `${Date.now()}`;
  const added = { name: `New Colleague ${tag}`, email: `new-${tag}@example.com` };
  await admin.goto("/people");
  await admin.getByRole("button", { name: "Add person" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Name").fill(added.name);
  await dialog.getByLabel("Email").fill(added.email);
  await dialog.getByRole("button", { name: "Add person" }).click();
  const password =
    (await dialog.getByRole("status", { name: "One-time password" }).textContent()) ?? "";
  await dialog.getByRole("link", { name: "Give roles and teams" }).click();
  await expect(admin.getByRole("heading", { name: added.name })).toBeVisible();
  return { ...added, password };
}

test("a new person changes the one-time password, and is out at once when disabled", async ({
  browser,
}) => {
  const admin = await signedIn(browser, "admin");
  const added = await addPerson(admin);
  await admin.getByRole("combobox", { name: "Role" }).selectOption("Viewer");
  await admin.getByRole("button", { name: "Give role" }).click();
  await expect(admin.getByRole("button", { name: /Take away Viewer/ })).toBeVisible();

  const page = await (await browser.newContext()).newPage();
  await signIn(page, added, "/projects");
  await expect(page.getByRole("heading", { name: "Change password" })).toBeVisible();
  await page.goto("/projects");
  await expect(page).toHaveURL(/\/account\/password$/);
  const own = "lamp river stone seven";
  await page.getByLabel("One-time password").fill(added.password);
  await page.getByLabel("New password", { exact: true }).fill(own);
  await page.getByLabel("New password once more").fill(own);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page).not.toHaveURL(/account/);
  await page.goto("/projects");
  await expect(page.getByRole("link", { name: "Knowledge Database" })).toBeVisible();

  await admin.getByRole("button", { name: "Disable", exact: true }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Disable" }).click();
  await expect(admin.getByRole("button", { name: "Enable" })).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fprojects$/);
  await signIn(page, { email: added.email, password: own });
  await expect(page.getByText("do not match an account")).toBeVisible();
});

test("signing in leads back to the page that was asked for, and never to another site", async ({
  page,
}) => {
  const viewer = demoPerson("viewer");
  await page.goto("/projects");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fprojects$/);
  await signIn(page, viewer, page.url());
  await expect(page).toHaveURL(/^[^?]*\/projects$/);
  await page.context().clearCookies();
  await signIn(page, viewer, "/sign-in?next=https://evil.example");
  await expect(page).not.toHaveURL(/sign-in/);
  expect(new URL(page.url()).hostname).toBe("127.0.0.1");
});

test("a viewer reads projects and changes nothing; people do not exist for them", async ({
  browser,
}) => {
  const page = await signedIn(browser, "viewer");
  await page.getByRole("link", { name: "Knowledge Database" }).click();
  await expect(page.getByRole("heading", { name: "Environments" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "People" })).toHaveCount(0);
  await page.goto("/people");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
});

test("an admin reads the administration log; to others there is no such page", async ({
  browser,
}) => {
  const admin = await signedIn(browser, "admin");
  const added = await addPerson(admin);
  await admin.getByRole("link", { name: "Log", exact: true }).click();
  await expect(admin.getByRole("heading", { name: "Administration log" })).toBeVisible();
  await expect(admin.getByText(/\d+ chains verified: \d+ events/)).toBeVisible();
  await admin.getByRole("searchbox", { name: "Search" }).fill(added.name);
  await admin.getByRole("searchbox", { name: "Search" }).press("Enter");
  await expect(admin).toHaveURL(/text=New/);
  await expect(admin.getByRole("listitem").filter({ hasText: "added the person" })).toHaveCount(1);
  const viewer = await signedIn(browser, "viewer");
  await expect(viewer.getByRole("link", { name: "Log", exact: true })).toHaveCount(0);
  const answer = await viewer.goto("/log");
  expect(answer?.status()).toBe(404);
  await expect(viewer.getByText("Administration log")).toHaveCount(0);
});
