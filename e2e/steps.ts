import { expect, type Page } from "@playwright/test";
import { boxOf, chooseFrom, rowOf, type SignsIn } from "@/e2e/fixtures";

/** What people do on the page of a deployment. Each step waits for what the person would wait for. */

export async function signIn(page: Page, who: SignsIn, path: string): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Email").fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** When the box of an item is clicked in the one page, and ticked in the other, by the clock of this machine. */
function moments(page: Page, label: string) {
  return boxOf(page, label).evaluate((box) => {
    const clicked = new Promise<number>((resolve) =>
      box.addEventListener("click", () => resolve(Date.now()), { once: true, capture: true }),
    );
    const ticked = new Promise<number>((resolve) => {
      const look = () => box.getAttribute("aria-checked") === "true" && resolve(Date.now());
      new MutationObserver(look).observe(box, { attributes: true });
    });
    Object.assign(window, { moments: { clicked, ticked } });
  });
}

const moment = (page: Page, name: "clicked" | "ticked") =>
  page.evaluate(
    (asked) => (window as unknown as { moments: Record<string, Promise<number>> }).moments[asked],
    name,
  );

/** Ticks, and answers after how many milliseconds the box was ticked in the browser beside. */
export async function tickBeside(page: Page, beside: Page, label: string): Promise<number> {
  await moments(page, label);
  await moments(beside, label);
  await boxOf(page, label).click();
  const [clicked = 0, ticked = 0] = [await moment(page, "clicked"), await moment(beside, "ticked")];
  await expect(boxOf(beside, label)).toBeChecked();
  return ticked - clicked;
}

/** Sets what is open in a section, as a person does with many items at once. */
export async function setSection(page: Page, title: string): Promise<void> {
  await chooseFrom(page, `Steps for the section ${title}`, "Set the whole section…");
  const dialog = page.getByRole("dialog", { name: "Set the whole section" });
  await dialog.getByRole("button", { name: /^Set \d+ items?$/ }).click();
  await expect(dialog).toBeHidden();
}

/** Ticks what has the focus and everything after it with the page's keys, until `last`. */
export async function tickByKeys(page: Page, first: string, last: string): Promise<void> {
  await boxOf(page, first).focus();
  const boxes = page.locator("[data-items] [data-check]");
  const names = await boxes.evaluateAll((all) =>
    all.map((box) => document.getElementById(box.id.replace(/-check$/, ""))?.textContent ?? ""),
  );
  const from = names.indexOf(first);
  for (let at = from; at <= names.indexOf(last, from); at++) {
    if (at > from) await page.keyboard.press("j");
    await expect(boxes.nth(at)).toBeFocused();
    await page.keyboard.press("x");
  }
  await expect(boxOf(page, last)).toBeChecked();
}

export async function bindProbe(page: Page, label: string, spec: string): Promise<void> {
  await chooseFrom(page, `Steps for “${label}”`, "Bind a probe…");
  const dialog = page.getByRole("dialog", { name: "Bind a probe" });
  await dialog.getByLabel("Probe, as YAML").fill(spec);
  await dialog.getByRole("button", { name: "Bind the probe" }).click();
  await expect(dialog).toBeHidden();
}

/** Runs the probe of an item; its verdict arrives over the stream. */
export async function runProbe(page: Page, label: string, verdict: string): Promise<void> {
  const row = rowOf(page, label);
  await row.getByRole("button", { name: "Run", exact: true }).click();
  await expect(row.getByText(verdict, { exact: true })).toBeVisible();
}

type Signing = { signOff: string; password: string; outcome?: string };

/** A required signature in the list of all of them. */
export const signOffRow = (page: Page, signOff: string) =>
  page
    .getByRole("region", { name: "Sign-offs", exact: true })
    .getByRole("listitem")
    .filter({ hasText: signOff });

/** Through the dialog: its words, what it covers, the password again. Answers the statement's words. */
export async function signAs(page: Page, { signOff, password, outcome }: Signing): Promise<string> {
  const row = signOffRow(page, signOff);
  await row.getByRole("button", { name: outcome ? "Close and sign…" : "Sign…" }).click();
  const dialog = page.getByRole("dialog", { name: `Sign: ${signOff}` });
  if (outcome) await dialog.getByLabel(outcome).check();
  const words = await dialog.getByRole("blockquote").innerText();
  await dialog.getByLabel("Your password, again").fill(password);
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(row.getByText("Signed", { exact: true })).toBeVisible();
  return words;
}
