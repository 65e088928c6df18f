import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { httpSession } from "@/lib/testing/http-session";
import { startAnotherWeb } from "@/lib/testing/product";
import { startReverseProxy } from "@/lib/testing/reverse-proxy";

const folder = process.env.E2E_DATA ?? ".data";
const [, manager]: { email: string; password: string; name: string }[] = JSON.parse(
  readFileSync(join(folder, "demo.json"), "utf8"),
);
const { email, password, name } = manager ?? { email: "", password: "", name: "" };

test("behind a trusted proxy that rewrites Host, signing in, ticking and signing out work", async ({
  page,
  baseURL,
}) => {
  const proxy = await startReverseProxy(baseURL ?? "");
  try {
    await page.goto(`${proxy.url}/sign-in`);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(new RegExp(`^${proxy.url}/(?!sign-in)`));
    await page
      .getByRole("link", { name: /1\.2\.0/ })
      .first()
      .click();
    // Ticking is a server action: refused by the framework when Origin and the believed host differ.
    const box = page.getByRole("checkbox", { name: /^All code merged to main branch/ });
    await box.click();
    await expect(box).toBeChecked();
    await page.reload();
    await expect(box).toBeChecked();
    await box.click();
    await expect(box).not.toBeChecked();
    await page.goto(`${proxy.url}/account`);
    await page.getByRole("button", { name: `Account of ${name}` }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(new RegExp(`^${proxy.url}/sign-in`));
  } finally {
    await proxy.stop();
  }
});

test("what a client that is no trusted proxy says of host, scheme and address counts for nothing", async () => {
  const forged = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "198.51.100.7",
  };
  const untrusting = await startAnotherWeb(folder, { TRUSTED_PROXIES: "" });
  const trusting = await startAnotherWeb(folder);
  const origin = async (url: string) => {
    const visitor = httpSession(url, forged);
    return new URL(((await (await visitor.signIn(email, password)).json()) as { url: string }).url)
      .origin;
  };
  try {
    expect(await origin(untrusting.url)).toBe(untrusting.url);
    expect(await origin(trusting.url)).toBe("https://evil.example"); // the same words from a proxy are believed
  } finally {
    await Promise.all([untrusting.stop(), trusting.stop()]);
  }
});
