import type { Page } from "@playwright/test";
import {
  boxOf,
  chooseFrom,
  dataFolder,
  demoPerson,
  expect,
  expectLive,
  rowOf,
  test,
} from "@/e2e/fixtures";
import { tickBeside } from "@/e2e/steps";
import { query } from "@/lib/core/db";
import { createPerson } from "@/lib/people/commands";
import { grantRole } from "@/lib/people/grant-commands";
import { makeDeployment } from "@/lib/testing/deployments";
import { setup } from "@/lib/testing/fixtures";
import { startAnotherWeb } from "@/lib/testing/product";

const text = `# Release

## Preparation
- [ ] Announce the window
- [ ] Freeze the branch
- [ ] Back up the database
- [ ] Tag the release

## Deployment
- [ ] Roll out
`;

const [jisoo, marco] = [demoPerson("Jisoo Kim"), demoPerson("Marco Rossi")];

const makeRun = async () => `/deployments/${(await makeDeployment({ text })).id}`;

/** A page whose stream never arrives: what it shows is as old as its reading. */
async function withoutStream(page: Page): Promise<void> {
  await page.route("**/api/stream**", (route) => route.abort());
  await page.reload();
  await expect(boxOf(page, "Freeze the branch")).toBeVisible();
}

test("two people on one item: nobody's tick is lost, and the later one is told who, when and what", async ({
  open,
}) => {
  const path = await makeRun();
  const [first, second] = [await open(jisoo, path), await open(marco, path)];
  await withoutStream(second);
  await boxOf(first, "Freeze the branch").click();
  await expect(rowOf(first, "Freeze the branch")).toContainText("Jisoo Kim");

  await chooseFrom(second, "Steps for “Freeze the branch”", "Block…");
  await second.getByRole("dialog").getByLabel("Reason").fill("The branch is still moving");
  await second.getByRole("dialog").getByRole("button", { name: "Block" }).click();
  const told = second.getByText(/“Freeze the branch” was not changed\. Jisoo Kim changed it/);
  await expect(told).toHaveText(/\(\d+:\d\d.*\): Done/);
  await expect(rowOf(second, "Freeze the branch")).toContainText("Jisoo Kim");
  for (const page of [first, second]) await expect(boxOf(page, "Freeze the branch")).toBeChecked();
});

test("the same tick twice is no conflict: the second is told that it was done already", async ({
  open,
}) => {
  const path = await makeRun();
  const [first, second] = [await open(jisoo, path), await open(marco, path)];
  await withoutStream(second);
  await boxOf(first, "Tag the release").click();
  await expect(rowOf(first, "Tag the release")).toContainText("Jisoo Kim");
  await boxOf(second, "Tag the release").click();
  await expect(second.getByText("“Tag the release” is Done already, by Jisoo Kim.")).toBeVisible();
  await expect(rowOf(second, "Tag the release")).toContainText("Jisoo Kim");
});

test("after the network was lost no event is missed, and none counts twice", async ({ open }) => {
  const path = await makeRun();
  const [first, second] = [await open(jisoo, path), await open(marco, path)];
  await expectLive(second);
  await tickBeside(first, second, "Announce the window");
  await second.context().setOffline(true);
  await expect(second.getByRole("status").filter({ hasText: "Reconnecting" })).toBeVisible();
  for (const label of ["Freeze the branch", "Back up the database", "Tag the release"]) {
    await boxOf(first, label).click();
    await expect(rowOf(first, label)).toContainText("Jisoo Kim");
  }
  await expect(boxOf(second, "Freeze the branch")).not.toBeChecked();
  await second.context().setOffline(false);
  await expectLive(second);
  for (const label of ["Freeze the branch", "Back up the database", "Tag the release"])
    await expect(rowOf(second, label)).toContainText("Jisoo Kim");
  const events = first.getByRole("link", { name: /^\d+ events?$/ });
  await expect(second.getByRole("link", { name: /^\d+ events?$/ })).toHaveText(
    (await events.textContent()) ?? "",
  );
  await tickBeside(first, second, "Roll out");
});

test("browsers on two server processes over one database see each other within a second", async ({
  open,
}) => {
  const path = await makeRun();
  const other = await startAnotherWeb(dataFolder);
  try {
    const [first, second] = [
      await open(jisoo, path),
      await open(marco, path, { baseURL: other.url }),
    ];
    await expectLive(first);
    await expectLive(second);
    await expect(first.getByRole("list", { name: /Marco Rossi/ })).toBeVisible();
    const times = [
      await tickBeside(first, second, "Announce the window"),
      await tickBeside(second, first, "Freeze the branch"),
      await tickBeside(first, second, "Back up the database"),
    ];
    expect(times.sort((a, b) => a - b)[1]).toBeLessThan(1000);
    await expect(rowOf(first, "Freeze the branch")).toContainText("Marco Rossi");
  } finally {
    await other.stop();
  }
});

test("access ends at once when an admin disables the person while their page is open", async ({
  open,
}) => {
  const path = await makeRun();
  const tag = `${Date.now()}`;
  const person = { name: `Leaving ${tag}`, email: `leaving-${tag}@example.com` };
  const { personId, password } = (await createPerson(setup, person)).result;
  await query(`update "Person" set "mustChangePassword" = false where id = $1`, [personId]);
  await grantRole(setup, { personId, role: "release_manager", projectId: null });

  const leaving = await open({ ...person, password }, path);
  await expectLive(leaving);
  const stays = await open(jisoo, path);
  const admin = await open(demoPerson("admin"), `/people/${personId}`);
  await admin.getByRole("button", { name: "Disable", exact: true }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Disable" }).click();
  await expect(leaving.getByRole("status").filter({ hasText: "Signed out" })).toBeVisible();
  await boxOf(stays, "Announce the window").click();
  await expect(rowOf(stays, "Announce the window")).toContainText("Jisoo Kim");
  await boxOf(leaving, "Tag the release").click();
  await expect(
    leaving.getByText(/“Tag the release” was not changed\. You are signed out/),
  ).toBeVisible();
  await expect(boxOf(leaving, "Tag the release")).not.toBeChecked();
  await expect(boxOf(leaving, "Announce the window")).not.toBeChecked();
  await leaving.reload();
  await expect(leaving).toHaveURL(/\/sign-in/);
});
