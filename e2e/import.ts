import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import type { MadeProject } from "@/lib/testing/fixtures";

const garbled = fileURLToPath(
  new URL("../lib/checklist/testdata/seed.garbled.md", import.meta.url),
);

/**
 * Makes a deployment of the garbled checklist in the browser, as a stranger would: it is repaired, says so, and
 * is read whole. Answers the path of the deployment's page.
 */
export async function importChecklist(page: Page, project: MadeProject): Promise<string> {
  await page.goto("/deployments/new");
  await page.getByLabel("Project", { exact: true }).selectOption(project.name);
  await page.getByLabel("Environment").selectOption("Production");
  await page.getByRole("tab", { name: "From a Markdown text" }).click();
  await page.getByLabel("Choose a file…").setInputFiles(garbled);
  await expect(
    page.getByText(/Its characters were garbled .*Mac Roman.* have been repaired/),
  ).toBeVisible();
  await expect(page.getByText(/^6 stages, 20 sections, 111 items \(109 required\)/)).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Knowledge Database");
  await page.getByLabel("Version", { exact: true }).fill("1.0.0");
  await page.getByLabel("Deployed by").selectOption("Jisoo Kim");
  await page.getByLabel("Name of the template").fill(`Journey ${project.slug}`);
  await expect(page.getByRole("table", { name: "Who will sign" })).toContainText("Product owner");
  await page.getByRole("button", { name: "Make the deployment" }).click();
  await expect(page).toHaveURL(/\/deployments\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}
