import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { flattenItems } from "@/lib/checklist/outline";
import { readChecklist } from "@/lib/checklist/read";
import { query } from "@/lib/core/db";
import { cancelDeployment, changeContacts } from "@/lib/deployment/header-commands";
import { settleItem } from "@/lib/deployment/item-commands";
import { prismaFolder } from "@/lib/process/roots";
import { endShare, shareDeployment } from "@/lib/share/commands";
import { openShare } from "@/lib/share/live";
import { listShares, sharedDeployment, sharedView } from "@/lib/share/queries";
import type { StakeholderView } from "@/lib/share/schema";
import {
  keyOf,
  logOf,
  type MadeDeployment,
  makeDeployment,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { makePerson, makeProject } from "@/lib/testing/fixtures";
import { type Cast, makeCast, signedText, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

const share = async ({ id, manager }: MadeDeployment) =>
  (await shareDeployment(manager.caller, { deploymentId: id, label: "Board", days: 7 })).result;

/** As somebody sees it who was given a link. */
async function viewOf(deployment: MadeDeployment): Promise<StakeholderView> {
  const view = await sharedView((await share(deployment)).token);
  if (!view) throw new Error("the link shows nothing");
  return view;
}

describe("a link for stakeholders", () => {
  it("is made, listed and withdrawn by release managers of the project, and its token is kept nowhere", async () => {
    const deployment = await makeDeployment({ text: signedText });
    const { id, project } = deployment;
    const wish = { deploymentId: id, label: "Board", days: 7 };
    const elsewhere = (await makeProject()).id;
    const roles = ["viewer", "approver"] as const;
    const people = await Promise.all(
      roles.map((role) => makePerson({ roles: [{ role, projectId: project.id }] })),
    );
    for (const { caller } of people) {
      await expect(shareDeployment(caller, wish)).rejects.toMatchObject({ code: "forbidden" });
      await expect(listShares(caller, id)).rejects.toMatchObject({ code: "forbidden" });
    }
    const other = await makePerson({ roles: [{ role: "release_manager", projectId: elsewhere }] });
    await expect(shareDeployment(other.caller, wish)).rejects.toMatchObject({ code: "not_found" });
    const { shareId, token } = await share(deployment);
    expect(await sharedDeployment(token)).toBe(id);
    const here = deployment.manager.caller;
    expect(await listShares(here, id)).toMatchObject([{ id: shareId, label: "Board" }]);
    const foreign = await share(await makeDeployment({ text: signedText }));
    const mixed = endShare(here, { deploymentId: id, shareId: foreign.shareId });
    await expect(mixed).rejects.toMatchObject({ code: "not_found" });
    await endShare(here, { deploymentId: id, shareId });
    expect(await sharedDeployment(token)).toBeNull();
    const log = await logOf(id);
    expect(log.slice(-2).map(({ kind }) => kind)).toEqual(["share.created", "share.withdrawn"]);
    expect(JSON.stringify(log)).not.toMatch(new RegExp(`Board|${token.slice(4)}`));
    await expectWhole(id);
  });

  it("shows nothing after its end, nor with any other token; it shows what is over too", async () => {
    const deployment = await makeDeployment({ text: signedText });
    const { shareId, token } = await share(deployment);
    for (const forged of ["", "css_", token.slice(0, -1), `${token}x`, shareId])
      expect(await sharedDeployment(forged)).toBeNull();
    const here = deployment.manager.caller;
    await cancelDeployment(here, { deploymentId: deployment.id, reason: "Not this week" });
    expect(await sharedDeployment(token)).toBe(deployment.id);
    const view = await sharedView(token);
    expect(view).toMatchObject({ outcome: "cancelled" });
    expect(JSON.stringify(view)).not.toContain("Not this week");
    await share(deployment);
    await query(`update "ShareLink" set "expiresAt" = now() - interval '1 second' where id = $1`, [
      shareId,
    ]);
    expect(await sharedDeployment(token)).toBeNull();
    expect(await sharedView(token)).toBeNull();
  });
});

describe("what a stakeholder sees", () => {
  it("of the seed's checklist: no item, command, address, contact, reason or note", async () => {
    const text = readFileSync(join(prismaFolder, "production-deployment-checklist.md"), "utf8");
    const deployment = await makeDeployment({ text });
    const { id: deploymentId, manager } = deployment;
    const contacts = [
      { role: "On call", name: "Arvid Holmqvist", contact: "+46 8 5550 2211", escalation: "" },
    ];
    await changeContacts(manager.caller, { deploymentId, contacts });
    const [first] = await query<{ key: string }>(
      `select key from "Item" where "deploymentId" = $1 order by position limit 1`,
      [deploymentId],
    );
    const reason = "See https://wiki.example.com/secret";
    const item = { itemKey: first?.key ?? "", to: "blocked", version: 0, reason };
    await settleItem(manager.caller, { deploymentId, ...item });
    const view = await viewOf(deployment);
    const whole = JSON.stringify(view);
    expect(view.holds).toEqual([{ code: "item_blocked", signOff: null, n: 1 }]);
    expect(view.stages.length).toBeGreaterThan(4);
    expect(whole).not.toMatch(/https?:|www\.|@|Arvid|5550|secret|kubectl|docker|curl|psql|git /i);
    const labels = flattenItems(readChecklist(text)).map(({ item }) => item.label);
    expect(labels.length).toBeGreaterThan(50);
    for (const label of labels) expect(whole).not.toContain(label);
  });

  it("is who signed, and that a signature is suspended as soon as it is, and stands again", async () => {
    const deployment = await makeDeployment({ text: signedText });
    await settle(deployment, "Merged");
    await signs(deployment, "Development", cast.dev);
    const dev = async () =>
      (await viewOf(deployment)).signOffs.find(({ label }) => label?.startsWith("Development"));
    expect(await dev()).toMatchObject({ status: "standing", by: cast.dev.name });
    await settle(deployment, "Merged", "todo");
    expect(await dev()).toMatchObject({ status: "suspended" });
    expect((await viewOf(deployment)).holds).toContainEqual({
      ...{ code: "signature_suspended", signOff: "Development team approval", n: 1 },
    });
    await settle(deployment, "Merged");
    expect(await dev()).toMatchObject({ status: "standing" });
  });

  it("has no address in its titles, whoever wrote one there", async () => {
    const text = `# Ship https://shop.example.com now\n\n## Preparation\n- [ ] Zero\n\n## 🚀 Deployment to www.example.com\n- [ ] One\n### Technical sign-offs\n- [ ] QA team approval\n`;
    const view = await viewOf(await makeDeployment({ text }));
    expect(view.title).toBe("Ship … now");
    expect(view.stages[1]?.title).toBe("Deployment to …");
  });
});

describe("an open page", () => {
  /** Messages as they come, and a way to wait for one. */
  function sink() {
    const told: unknown[] = [];
    let closed = false;
    let wake = () => {};
    const moved = () => new Promise<void>((resolve) => (wake = resolve));
    return {
      sent: {
        send(message: unknown) {
          told.push(message);
          wake();
        },
        close() {
          closed = true;
          wake();
        },
      },
      isClosed: () => closed,
      async until(holds: (message: { t: string; view?: StakeholderView }) => boolean) {
        while (!told.some((one) => holds(one as { t: string; view?: StakeholderView })))
          await moved();
      },
    };
  }

  it("is told what changed, and ends with its link", async () => {
    const deployment = await makeDeployment({ text: signedText });
    const { id, manager } = deployment;
    const { shareId, token } = await share(deployment);
    const page = sink();
    const stop = openShare(token, id, page.sent);
    await page.until(({ view }) => view?.stages[0]?.settled === 0);
    await settle(deployment, "Merged");
    await page.until(({ view }) => view?.stages[0]?.settled === 1);
    await endShare(manager.caller, { deploymentId: id, shareId });
    await page.until(({ t }) => t === "gone");
    expect(page.isClosed()).toBe(true);
    stop();
    expect(await keyOf(id, "Merged")).toBeTruthy();
  });
});
