import { chooseFrom, demoPerson, expect, expectLive, rowOf, test } from "@/e2e/fixtures";
import { runProbe, signOffRow } from "@/e2e/steps";
import { createEnvironment } from "@/lib/project/commands";
import { makeDeployment } from "@/lib/testing/deployments";
import { makeProject, setup } from "@/lib/testing/fixtures";
import { localServers, serveHttp } from "@/lib/testing/servers";

const text = `# Release

## Preparation

- [ ] Healthy
  \`\`\`probe
  kind: http
  target: "{{BASE_URL}}/health"
  assert:
    - status == 200
  \`\`\`

### Approvals

- [ ] Development team approval

## Deployment

- [ ] Applied
`;

test("a verdict on the target of before: said, held, not signed on, measured again in one press", async ({
  open,
}) => {
  const servers = localServers();
  const serve = () => servers.keep(serveHttp((_request, response) => response.end("ok")));
  const allow = ["127.0.0.1/32"];
  const project = await makeProject({ allow, variables: { BASE_URL: (await serve()).url } });
  const standby = { projectId: project.id, name: "Standby", zone: "UTC", allow };
  await createEnvironment(setup, { ...standby, variables: { BASE_URL: (await serve()).url } });
  const { id } = await makeDeployment({ text, project });
  const page = await open(demoPerson("Jisoo Kim"), `/deployments/${id}`);
  const lena = demoPerson("Lena Fischer");
  const signer = await open(lena, `/deployments/${id}`);
  for (const each of [page, signer]) await expectLive(each);
  await runProbe(page, "Healthy", "Pass");

  await test.step("moving the deployment puts the verdict out of date, on every page", async () => {
    await chooseFrom(page, "More on this deployment", "Edit…");
    const dialog = page.getByRole("dialog", { name: "Edit the deployment" });
    await expect(dialog).toContainText("Probes whose target it changes have to be run again");
    await dialog.getByLabel("Environment").selectOption("Standby");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    for (const each of [page, signer]) {
      await expect(rowOf(each, "Healthy")).toContainText("Out of date");
      await expect(rowOf(each, "Healthy")).toContainText("Pass, measured before BASE_URL changed");
      await expect(each.getByRole("link", { name: "Out of date: Healthy" })).toBeVisible();
    }
  });

  await test.step("its evidence says so, too", async () => {
    await rowOf(page, "Healthy").getByRole("button", { name: "Details" }).click();
    const dialog = page.getByRole("dialog", { name: "Probe" });
    await expect(dialog).toContainText("was measured before BASE_URL changed");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  await test.step("the signer runs it again from the dialog, and then signs", async () => {
    const row = signOffRow(signer, "Development team approval");
    await row.getByRole("button", { name: "Sign…" }).click();
    const dialog = signer.getByRole("dialog", { name: "Sign: Development team approval" });
    await dialog.getByLabel("Your password, again").fill(lena.password);
    const sign = dialog.getByRole("button", { name: "Sign", exact: true });
    await expect(dialog).toContainText("1 probe has to be run again before you sign");
    await expect(sign).toBeDisabled();
    await dialog.getByRole("button", { name: "Run all again" }).click();
    await expect(dialog).not.toContainText("to be run again before you sign");
    await sign.click();
    await expect(dialog).toBeHidden();
    await expect(row.getByText("Signed", { exact: true })).toBeVisible();
  });
  await expect(rowOf(page, "Healthy").getByText("Pass", { exact: true })).toBeVisible();
  await servers.closeAll();
});
