import { randomUUID } from "node:crypto";
import { demoPerson, expect, expectLive, made, test } from "@/e2e/fixtures";
import { signOffRow } from "@/e2e/steps";
import { query } from "@/lib/core/db";
import { createEnvironment, editProject } from "@/lib/project/commands";
import { createTemplate } from "@/lib/template/commands";
import { type MadeProject, makeProject, setup } from "@/lib/testing/fixtures";

const jisoo = demoPerson("Jisoo Kim");
const lena = demoPerson("Lena Fischer");
const approval = "- [ ] Development team approval\n";

/** As the project runs it; `lines` are its approvals before anything is deployed. */
const checklist = (lines: string) => `# Release

## Preparation

### Checks

- [ ] Backed up

### Approvals

${lines}
## Deployment

- [ ] Applied
`;
const standard = checklist(`${approval}- [ ] QA team approval\n`);
/** The approval that counts stands nowhere, and another one was left out too. */
const pasted = checklist("- [ ] Looked at by somebody\n").replace(
  "- [ ] Backed up\n",
  "- [ ] Ready\n",
);

async function teamId(name: string): Promise<string> {
  const [row] = await query<{ id: string }>(`select id from "Team" where name = $1`, [name]);
  if (!row) throw new Error(`no team ${name}`);
  return row.id;
}

/** A project whose default template asks Development and QA, and an environment that asks Development at least. */
async function start(): Promise<{ project: MadeProject; environment: string; template: string }> {
  const project = await makeProject();
  const manager = await made(jisoo);
  const [environment, template] = [`Live ${project.slug}`, `Standard ${project.slug}`];
  const least = [{ teamId: await teamId("Development"), need: 1, before: "deploy" as const }];
  await createEnvironment(setup, {
    ...{ projectId: project.id, name: environment, zone: "UTC", variables: {}, allow: [], least },
  });
  const { result } = await createTemplate(manager.caller, {
    ...{ name: template, projectId: project.id, text: standard, note: "" },
  });
  await editProject(setup, {
    ...{ projectId: project.id, name: project.name, slug: project.slug },
    defaultTemplateId: result.templateId,
  });
  return { project, environment, template };
}

async function howMany(table: "Deployment" | "Template", projectId: string): Promise<number> {
  const rows = await query(`select id from "${table}" where "projectId" = $1`, [projectId]);
  return rows.length;
}

test("a pasted file without a sign-off of its environment says so, makes nothing, and does with the line", async ({
  open,
}) => {
  const { project, environment, template } = await start();
  const page = await open(jisoo, "/deployments/new");
  await page.getByLabel("Project", { exact: true }).selectOption(project.name);
  await page.getByLabel("Environment").selectOption(environment);
  await page.getByRole("tab", { name: "From a Markdown text" }).click();
  await page.getByLabel("Name of the template").fill(`Pasted ${randomUUID().slice(0, 8)}`);
  const text = page.getByRole("textbox", { name: "Markdown" });
  await text.fill(pasted);
  await page.getByLabel("Version", { exact: true }).fill("1.0.0");
  await page.getByLabel("Deployed by").selectOption(jisoo.name);

  const gate = page.getByRole("status").filter({ hasText: `${environment} asks for more` });
  await expect(gate).toContainText(
    "One of Development before deploying; this checklist has none there.",
  );
  const beside = page.getByRole("status").filter({ hasText: `template “${template}”, version 1` });
  await expect(beside).toContainText(
    "2 sign-offs are missing: “Development team approval”, “QA team approval”",
  );
  await expect(beside).toContainText("1 item is missing: “Backed up”");

  const make = page.getByRole("button", { name: "Make the deployment" });
  await make.click();
  await expect(
    page.getByRole("alert").filter({ hasText: `${environment} asks for more` }),
  ).toBeVisible();
  expect(await howMany("Deployment", project.id)).toBe(0);
  expect(await howMany("Template", project.id), "the project's own").toBe(1);
  await expect(page).toHaveURL(/\/deployments\/new/);

  await text.fill(pasted.replace("- [ ] Looked at by somebody\n", approval));
  await expect(gate).toBeHidden();
  await expect(beside).toContainText("1 sign-off is missing: “QA team approval”");
  await make.click();
  await expect(page).toHaveURL(/\/deployments\/[0-9a-f-]{36}$/);
  expect(await howMany("Deployment", project.id)).toBe(1);

  // Above those who sign, for whoever reads the page; and in the words that they sign.
  const reader = await open(lena, new URL(page.url()).pathname);
  await expectLive(reader);
  const note = reader.getByRole("region", { name: "Sign-offs", exact: true }).locator("details");
  const line = note.getByText("1 sign-off is missing: “QA team approval”");
  await expect(line).toBeHidden();
  await note.getByText(`Differs from the project’s template “${template}”, version 1`).click();
  await expect(line).toBeVisible();
  await page.getByRole("checkbox", { name: /^Ready / }).click();
  await signOffRow(reader, "Development team approval")
    .getByRole("button", { name: "Sign…" })
    .click();
  await expect(reader.getByRole("dialog").getByRole("blockquote")).toContainText(
    `Its checklist differs from the project's template “${template}”, version 1: 1 sign-off is missing: “QA team approval”`,
  );
});

test("the project's own template has what its environment asks for, and differs in nothing", async ({
  open,
}) => {
  const { project, environment } = await start();
  const page = await open(jisoo, "/deployments/new");
  await page.getByLabel("Project", { exact: true }).selectOption(project.name);
  await page.getByLabel("Environment").selectOption(environment);
  await page.getByLabel("Version", { exact: true }).fill("1.0.0");
  await page.getByLabel("Deployed by").selectOption(jisoo.name);
  await expect(page.getByRole("table", { name: "Who will sign" })).toContainText("Development");
  await expect(page.getByText("asks for more")).toBeHidden();
  await page.getByRole("button", { name: "Make the deployment" }).click();
  await expect(page).toHaveURL(/\/deployments\/[0-9a-f-]{36}$/);
  await expectLive(page);
  await expect(signOffRow(page, "QA team approval")).toBeVisible();
  await expect(page.getByText("Differs from")).toHaveCount(0);
});
