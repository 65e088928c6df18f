import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type BrowserContextOptions,
  test as base,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import { closeDatabase, query } from "@/lib/core/db";
import { callerOf, type MadePerson } from "@/lib/testing/fixtures";

export { expect };

export type SignsIn = { name: string; email: string; password: string };
type DemoPerson = SignsIn & { role: string };

/** The data folder of the product under test; its tests make what they need through commands. */
export const dataFolder = process.env.E2E_DATA ?? ".data";
const readData = (file: string) => JSON.parse(readFileSync(join(dataFolder, file), "utf8"));

const { DATABASE_URL, DATABASE_DIRECT_URL, COUNTERSIGN_SECRET } = readData("connection.json");
Object.assign(process.env, { DATABASE_URL, DATABASE_DIRECT_URL, COUNTERSIGN_SECRET });

/** Somebody of the demo, by name or by the beginning of their role. */
export function demoPerson(nameOrRole: string): DemoPerson {
  const all: DemoPerson[] = readData("demo.json");
  const found = all.find(({ name, role }) => name === nameOrRole || role.startsWith(nameOrRole));
  if (!found) throw new Error(`the demo has nobody like ${nameOrRole}`);
  return found;
}

/** Somebody of the demo as tests know the people that they make. */
export async function made({ name, email }: SignsIn): Promise<MadePerson> {
  const [row] = await query<{ id: string }>(`select id from "Person" where email = $1`, [email]);
  if (!row) throw new Error(`nobody has the email ${email}`);
  return { id: row.id, name, email, caller: await callerOf(row.id) };
}

/** The same cookies for the same person: hashing a password for each page would be most of the time. */
const cookies = new Map<string, BrowserContextOptions["storageState"]>();

type OpenOptions = BrowserContextOptions & { cookies?: Record<string, string> };

type Fixtures = {
  /** A page in a browser context of its own, signed in (null: nobody), at `path`. */
  open: (who: SignsIn | null, path: string, options?: OpenOptions) => Promise<Page>;
};

export const test = base.extend<Fixtures, { database: undefined }>({
  open: async ({ browser, baseURL }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (who, path, { cookies: extra = {}, ...options } = {}) => {
      const origin = options.baseURL ?? baseURL ?? "";
      const known = who ? cookies.get(who.email) : undefined;
      const context = await browser.newContext({ ...options, storageState: known });
      contexts.push(context);
      if (who && !known) {
        const { csrfToken } = await (await context.request.get(`${origin}/api/auth/csrf`)).json();
        await context.request.post(`${origin}/api/auth/callback/credentials`, {
          form: { csrfToken, email: who.email, password: who.password, json: "true" },
        });
        cookies.set(who.email, await context.storageState());
      }
      const wanted = Object.entries(extra).map(([name, value]) => ({ name, value, url: origin }));
      if (wanted.length > 0) await context.addCookies(wanted);
      const page = await context.newPage();
      await page.goto(`${origin}${path}`);
      return page;
    });
    for (const context of contexts) await context.close();
  },
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern
    async ({}, use) => {
      await use(undefined);
      await closeDatabase();
    },
    { scope: "worker", auto: true },
  ],
});

/** Everything that a browser complains about: errors on the console (also of the CSP), thrown errors. */
export function complaintsOf(page: Page): string[] {
  const heard: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") heard.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => heard.push(String(error)));
  return heard;
}

const exactly = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The box of an item: its name is label and state. */
export const boxOf = (page: Page, label: string): Locator =>
  page.getByRole("checkbox", { name: new RegExp(`^${exactly(label)} `) });

/** The row of an item. */
export const rowOf = (page: Page, label: string): Locator =>
  page.locator("[data-item]").filter({ has: boxOf(page, label) });

/** The page follows the log: what happens elsewhere arrives from now on. */
export const expectLive = (page: Page): Promise<void> =>
  expect(page.getByRole("status").filter({ hasText: /^In sync$/ })).toBeVisible();

/** Opens the menu that `name` names and takes the step. */
export async function chooseFrom(page: Page, name: string | RegExp, step: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("menuitem", { name: step }).click();
}
