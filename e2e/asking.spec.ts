import { demoPerson, expect, expectLive, made, test } from "@/e2e/fixtures";
import { signAs, signOffRow } from "@/e2e/steps";
import { makeDeployment, settle } from "@/lib/testing/deployments";

const text = `# Quarterly release

## Preparation

- [ ] Merged

### Approvals

- [ ] Development team approval

## Deployment

- [ ] Applied
`;

const jisoo = demoPerson("Jisoo Kim");
const lena = demoPerson("Lena Fischer");
const signOff = "Development team approval";

async function start() {
  const run = await makeDeployment({ text, manager: await made(jisoo) });
  return { run, path: `/deployments/${run.id}` };
}

test("somebody who is asked to sign sees it first on their page; that they saw it is shown to the asker at once", async ({
  open,
}) => {
  const { run, path } = await start();
  const manager = await open(jisoo, path);
  await expectLive(manager);
  await signOffRow(manager, signOff).getByRole("button", { name: "Ask…" }).click();
  const dialog = manager.getByRole("dialog", { name: `Ask for a signature: ${signOff}` });
  await expect(dialog).toContainText("No mail is sent");
  await expect(dialog.getByRole("button", { name: "Ask", exact: true })).toBeDisabled();
  await dialog.getByLabel("Whom").selectOption({ label: lena.name });
  await dialog.getByLabel("Message").fill("The window closes at noon");
  await dialog.getByLabel("Remind", { exact: true }).selectOption({ label: "Every 15 minutes" });
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(dialog).toBeHidden();
  const asked = signOffRow(manager, signOff);
  await expect(asked).toContainText(`Asked ${lena.name} by ${jisoo.name}`);
  await expect(asked).toContainText("not seen yet");

  // Asked a moment ago: the dialog says when again.
  await asked.getByRole("button", { name: `Remind ${lena.name}` }).click();
  await expect(dialog).toContainText("Remind them again in 10 minutes");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  const list = await open(lena, "/");
  const first = list.getByRole("region", { name: /^You are asked for/ });
  const mine = first.getByRole("listitem").filter({ has: list.locator(`a[href^="${path}"]`) });
  await expect(mine).toContainText(`${jisoo.name} asked you`);
  await expect(mine).toContainText("The window closes at noon");
  await expect(mine).toContainText("not its turn yet");
  await expect(list).toHaveTitle(/^\(\d+\) /);
  await expect(asked, "a list says nothing of having seen it").toContainText("not seen yet");

  await settle(run, "Merged");
  await mine.getByRole("link").click();
  // It stands on the page twice, for phones and for wider screens.
  const notice = list
    .getByText(`${jisoo.name} asks you to sign: ${signOff}`)
    .filter({ visible: true });
  await expect(notice).toBeVisible();
  await expect(asked).toContainText(`seen by ${lena.name}`);

  await expectLive(list);
  await signAs(list, { signOff, password: lena.password });
  await expect(notice).toBeHidden();
  await expect(asked).toContainText("Signed");
  await expect(asked).not.toContainText("Asked");
});

test("a refusal of what was asked turns the verdict to no and says who has to act", async ({
  open,
}) => {
  const { run, path } = await start();
  await settle(run, "Merged");
  const manager = await open(jisoo, path);
  await expectLive(manager);
  const verdict = manager.getByRole("region", { name: "May we go on?" }).first();
  const page = await open(lena, path);
  await expectLive(page);
  await signOffRow(page, signOff).getByRole("button", { name: "Refuse…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Refuse to sign" });
  await dialog.getByLabel("Reason").fill("The load test is missing");
  await dialog.getByRole("button", { name: "Refuse", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(verdict).toContainText("Held");
  await expect(verdict).toContainText("The load test is missing");
  await expect(verdict).toContainText(`${lena.name} answers again or withdraws`);
  const list = await open(jisoo, "/?text=Quarterly");
  const row = list.getByRole("listitem").filter({ has: list.locator(`a[href="${path}"]`) });
  await expect(row).toContainText(`${lena.name} refused ${signOff}`);
});

test("in Korean, on a phone, the same can be asked by keyboard alone", async ({ open }) => {
  const { path } = await start();
  const page = await open(jisoo, path, {
    viewport: { width: 360, height: 740 },
    locale: "ko",
  });
  const row = page.getByRole("listitem").filter({ hasText: signOff }).last();
  await row.getByRole("button", { name: "요청…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: `서명 요청: ${signOff}` });
  await dialog.getByLabel("받는 사람").selectOption({ index: 1 });
  await dialog.getByRole("button", { name: "요청", exact: true }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("아직 확인하지 않음")).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
});
