import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { flattenItems } from "@/lib/checklist/outline";
import { readChecklist } from "@/lib/checklist/read";
import type { Checklist } from "@/lib/checklist/schema";
import { exportDeployment } from "@/lib/deployment/export-queries";
import { addItem, correctItem } from "@/lib/deployment/item-commands";
import { keyOf, makeDeployment, planNow, settle } from "@/lib/testing/deployments";
import { makePerson, makeProject } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const seed = readFileSync(new URL("../checklist/testdata/seed.md", import.meta.url), "utf8");

const structureOf = (checklist: Checklist) => ({
  counts: { ...checklist.counts, claimed: 0 },
  stages: checklist.stages.map(({ key, kind, title }) => ({ key, kind, title })),
  items: flattenItems(checklist).map(({ item, section, parentKey }) => ({
    ...{ key: item.key, label: item.label, section: section.key, parentKey },
    ...{ required: item.required, command: item.command?.text, probe: item.probe?.text },
  })),
  signOffs: checklist.signOffs.map(({ key, team, sectionKey }) => ({ key, team, sectionKey })),
  contacts: checklist.contacts.map(({ line: _, ...contact }) => contact),
  references: checklist.references.map(({ line: _, ...reference }) => reference),
});

describe("a deployment as Markdown", () => {
  it("is read as its template is, with who ticked what and why", async () => {
    const made = await makeDeployment({ text: seed });
    const { plan } = await planNow(made.id);
    const [first, second] = Object.values(plan.items).filter(
      ({ childKeys, required }) => childKeys.length === 0 && required,
    );
    if (!first || !second) throw new Error("the seed has items");
    await settle(made, first.label);
    await settle(made, second.label, "waived", "covered last week");
    const { fileName, text } = await exportDeployment(made.manager.caller, made.id);
    const back = readChecklist(text);
    expect(structureOf(back)).toEqual(structureOf(readChecklist(seed)));
    expect(back.counts.claimed).toBe(1);
    expect(text).toMatch(new RegExp(`⟦done · by ${made.manager.name} · \\d{4}-`));
    expect(text).toContain("reason: covered last week");
    expect(back.fields.find(({ key }) => key === "version")?.value).toBe("1.0.0");
    expect(fileName).toMatch(/^[^/\\:]+ 1\.0\.0\.md$/);
  });

  it("has what the run corrected and added", async () => {
    const text = "# Plan\n\n## One\n\n- [ ] First\n\n## Two\n\n- [ ] Second\n";
    const made = await makeDeployment({ text });
    const deploymentId = made.id;
    const itemKey = await keyOf(made.id, "First");
    const { plan } = await planNow(made.id);
    const sectionKey = plan.items[itemKey]?.sectionKey ?? "";
    await correctItem(made.manager.caller, {
      ...{ deploymentId, itemKey, label: "First of all", command: "run it" },
    });
    await addItem(made.manager.caller, { deploymentId, sectionKey, label: "Also this" });
    const back = readChecklist((await exportDeployment(made.manager.caller, made.id)).text);
    const items = flattenItems(back).map(({ item }) => [item.label, item.command?.text ?? null]);
    expect(items).toEqual([
      ["First of all", "run it"],
      ["Also this", null],
      ["Second", null],
    ]);
    expect(flattenItems(back)[0]?.item.key).toBe(itemKey);
  });

  it("is for everybody who may see the deployment, and for nobody else", async () => {
    const { id, project } = await makeDeployment({ text: seed });
    const viewer = await makePerson({ roles: [{ role: "viewer", projectId: project.id }] });
    expect((await exportDeployment(viewer.caller, id)).text).toContain("# ");
    const other = (await makeProject()).id;
    const stranger = await makePerson({ roles: [{ role: "viewer", projectId: other }] });
    await expect(exportDeployment(stranger.caller, id)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
