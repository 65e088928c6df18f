import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { complaintsOf, demoPerson, expect, made, type SignsIn, test } from "@/e2e/fixtures";
import { query } from "@/lib/core/db";
import { makeDeployment, settle } from "@/lib/testing/deployments";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const admin = demoPerson("admin");
const jisoo = demoPerson("Jisoo Kim");
const lena = demoPerson("Lena Fischer");

type Screen = {
  name: string;
  who: SignsIn | null;
  path: string;
  open?: (page: Page) => Promise<void>;
};

const idOf = async (sql: string) => (await query<{ id: string }>(sql))[0]?.id ?? "";

/** A deployment whose only open step is a team's signature. */
async function makeSignable(): Promise<string> {
  const text =
    "# Small\n\n## Go live\n- [ ] Announce it\n\n### Approvals\n- [ ] Development team approval\n";
  const run = await makeDeployment({ text, manager: await made(jisoo) });
  await settle(run, "Announce it");
  return run.id;
}

async function screens(): Promise<Screen[]> {
  const inFlight = await idOf(
    `select id from "Deployment" where version = '1.1.0' order by "createdAt" limit 1`,
  );
  const template = await idOf(`select id from "Template" order by "createdAt" limit 1`);
  const signable = await makeSignable();
  const openDialog = async (page: Page) => {
    await page.locator('[data-check], [id^="sign-off-"] button').first().waitFor();
    await page.locator('[id^="sign-off-"] button').first().click();
    await page.getByRole("dialog").getByRole("blockquote").waitFor();
  };
  return [
    { name: "sign-in", who: null, path: "/sign-in" },
    { name: "list", who: jisoo, path: "/" },
    { name: "new deployment", who: jisoo, path: "/deployments/new" },
    { name: "deployment", who: jisoo, path: `/deployments/${inFlight}` },
    { name: "signing", who: lena, path: `/deployments/${signable}`, open: openDialog },
    { name: "log", who: jisoo, path: `/deployments/${inFlight}/log` },
    { name: "templates", who: jisoo, path: "/templates" },
    { name: "new template", who: jisoo, path: "/templates/new" },
    { name: "template", who: jisoo, path: `/templates/${template}` },
    { name: "edit template", who: jisoo, path: `/templates/${template}/edit` },
    { name: "compare", who: jisoo, path: `/templates/${template}/compare` },
    { name: "projects", who: admin, path: "/projects" },
    { name: "project", who: admin, path: "/projects/knowledge-database" },
    { name: "people", who: admin, path: "/people" },
    { name: "person", who: admin, path: `/people/${(await made(jisoo)).id}` },
    { name: "account", who: jisoo, path: "/account" },
    { name: "password", who: jisoo, path: "/account/password" },
  ];
}

const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 800 };
const wide = { width: 1920, height: 1080 };

const looks = [
  { theme: "light", locale: "en", viewport: wide },
  { theme: "dark", locale: "ko", viewport: phone },
  {
    theme: "dark",
    locale: "en",
    viewport: desk,
    only: ["deployment", "signing", "template", "list"],
  },
  {
    theme: "light",
    locale: "ko",
    viewport: phone,
    only: ["deployment", "signing", "log", "people"],
  },
];

async function faultsOf(page: Page): Promise<string[]> {
  // Sections beyond the window are laid out when they are looked at: until then axe would measure guesses.
  await page.locator("[data-section]").evaluateAll((sections) => {
    for (const section of sections)
      if (section instanceof HTMLElement) section.style.contentVisibility = "visible";
  });
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`,
  );
  const sideways = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  return sideways > 0 ? [...found, `sticks out sideways by ${sideways} px`] : found;
}

for (const { theme, locale, viewport, only } of looks) {
  const title = `${theme}, ${locale}, ${viewport.width} px`;
  test(`${title}: nothing for axe, for the console or for the CSP to complain about`, async ({
    open,
  }) => {
    test.setTimeout(240_000);
    const cookies = { "countersign.theme": theme, "countersign.locale": locale };
    for (const screen of await screens()) {
      if (only && !only.includes(screen.name)) continue;
      await test.step(screen.name, async () => {
        const page = await open(screen.who, "/account", { viewport, cookies });
        const complaints = complaintsOf(page);
        const response = await page.goto(screen.path);
        expect.soft(response?.status(), screen.name).toBe(200);
        await expect(page.locator("h1")).toBeVisible();
        await expect(page.locator("html")).toHaveAttribute("lang", locale);
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
        await screen.open?.(page);
        expect.soft(await faultsOf(page), `${screen.name}, ${title}`).toEqual([]);
        expect.soft(complaints, `${screen.name}, ${title}`).toEqual([]);
        await page.context().close();
      });
    }
  });
}
