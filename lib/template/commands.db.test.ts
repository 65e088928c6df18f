import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { query } from "@/lib/core/db";
import type { AppError } from "@/lib/core/errors";
import {
  archiveTemplate,
  createTemplate,
  publishFromText,
  publishVersion,
  renameTemplate,
  restoreTemplate,
} from "@/lib/template/commands";
import {
  compareVersions,
  getTemplate,
  getVersion,
  listTemplates,
  versionDocument,
} from "@/lib/template/queries";
import { makePerson, makeProject } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const text = "# Release\n\n## Prepare\n\n- [ ] Back up the database\n- [ ] Tell the team\n";
const next = `${text}- [ ] Check the disk\n`;

async function scene() {
  const project = await makeProject();
  const manager = await makePerson({
    roles: [{ role: "release_manager", projectId: project.id }],
  });
  const made = await createTemplate(manager.caller, {
    ...{ name: "Release", projectId: project.id, text, note: "First" },
  });
  return { project, manager, ...made.result };
}

async function eventsOf(templateId: string) {
  return query<{ kind: string; body: string }>(
    `select kind, body from "Event" where "streamId" = $1 order by number`,
    [templateId],
  );
}

const refusal = async (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => Promise.reject(new Error("was not refused")),
    (error: AppError) => error,
  );

describe("publishing", () => {
  it("freezes text, hash, parser version and reading, and logs all but the text", async () => {
    const { manager, templateId, versionId } = await scene();
    const version = await getVersion(manager.caller, versionId);
    const document = await versionDocument(manager.caller, versionId);
    expect(version).toMatchObject({ number: 1, text, note: "First" });
    expect(version.publishedBy).toEqual({ id: manager.id, name: manager.name });
    expect(version.textHash).toBe(createHash("sha256").update(text).digest("hex"));
    expect(version.parserVersion).toBe(document.parserVersion);
    expect(document.counts.items).toBe(2);
    const events = await eventsOf(templateId);
    expect(events.map(({ kind }) => kind)).toEqual([
      "template.created",
      "template.version_published",
    ]);
    expect(events.some(({ body }) => body.includes("Back up the database"))).toBe(false);
  });

  it("numbers the next version and keeps the one before", async () => {
    const { manager, templateId, versionId } = await scene();
    const done = await publishVersion(manager.caller, { templateId, basedOn: 1, text: next });
    expect(done.result.number).toBe(2);
    expect((await getVersion(manager.caller, versionId)).text).toBe(text);
    const view = await getTemplate(manager.caller, templateId);
    expect(view.versions.map((v) => [v.number, v.counts.items])).toEqual([
      [2, 3],
      [1, 2],
    ]);
  });

  it("refuses a text without items, and the text that is there already, and logs nothing", async () => {
    const { manager, templateId } = await scene();
    const empty = publishVersion(manager.caller, {
      templateId,
      basedOn: 1,
      text: "# Only words\n",
    });
    expect((await refusal(empty)).reason.code).toBe("template_no_items");
    const same = publishVersion(manager.caller, { templateId, basedOn: 1, text });
    expect((await refusal(same)).reason.code).toBe("template_text_unchanged");
    const blank = publishVersion(manager.caller, { templateId, basedOn: 1, text: " \n" });
    expect((await refusal(blank)).reason.code).toBe("checklist_empty");
    expect(await eventsOf(templateId)).toHaveLength(2);
  });

  it("repairs a garbled text on the server, whatever the browser made of it", async () => {
    const { manager, templateId } = await scene();
    const garbled = `${text}- [ ] Caf\u221A\u00A9 \u201A\u00C4\u00EC check\n- [ ] Caf\u221A\u00A9 \u201A\u00C4\u00EC twice\n`;
    const { result } = await publishVersion(manager.caller, {
      ...{ templateId, basedOn: 1, text: garbled },
    });
    const version = await getVersion(manager.caller, result.versionId);
    expect(version.text).toContain("Café – check");
  });
});

describe("two people on one template", () => {
  it("two publish at once: one wins, the other is told who and when", async () => {
    const { project, manager, templateId } = await scene();
    const other = await makePerson({ roles: [{ role: "release_manager", projectId: project.id }] });
    const answers = await Promise.allSettled([
      publishVersion(manager.caller, { templateId, basedOn: 1, text: next }),
      publishVersion(other.caller, { templateId, basedOn: 1, text: `${next}- [ ] And this\n` }),
    ]);
    const lost = answers.filter((answer) => answer.status === "rejected");
    expect(lost).toHaveLength(1);
    const winner = answers[0].status === "fulfilled" ? manager : other;
    const error: AppError = lost[0]?.reason;
    expect(error.code).toBe("conflict");
    expect(error.reason).toMatchObject({
      code: "template_published_meanwhile",
      params: { number: 2, who: winner.name, at: expect.stringMatching(/Z$/) },
    });
    expect(await eventsOf(templateId)).toHaveLength(3);
  });

  it("the same press twice publishes once", async () => {
    const { manager, templateId } = await scene();
    const input = { templateId, basedOn: 1, text: next };
    const [one, two] = await Promise.all([
      publishVersion(manager.caller, input),
      publishVersion(manager.caller, input),
    ]);
    expect(two.result).toEqual(one.result);
    expect(await eventsOf(templateId)).toHaveLength(3);
  });
});

describe("permission", () => {
  it("a viewer reads and is forbidden to publish; nothing is logged", async () => {
    const { project, templateId, versionId } = await scene();
    const viewer = await makePerson({ roles: [{ role: "viewer", projectId: project.id }] });
    expect((await getVersion(viewer.caller, versionId)).text).toBe(text);
    expect((await getTemplate(viewer.caller, templateId)).mayEdit).toBe(false);
    for (const work of [
      () => publishVersion(viewer.caller, { templateId, basedOn: 1, text: next }),
      () => renameTemplate(viewer.caller, { templateId, name: "Mine" }),
      () => archiveTemplate(viewer.caller, { templateId }),
      () => createTemplate(viewer.caller, { name: "Mine", projectId: project.id, text }),
    ]) {
      expect((await refusal(work())).code).toBe("forbidden");
    }
    expect(await eventsOf(templateId)).toHaveLength(2);
  });

  it("what one may not see is not found, whatever one does with it", async () => {
    const { project, templateId, versionId } = await scene();
    const elsewhere = await makeProject();
    const stranger = await makePerson({
      roles: [{ role: "release_manager", projectId: elsewhere.id }],
    });
    for (const work of [
      () => getTemplate(stranger.caller, templateId),
      () => getVersion(stranger.caller, versionId),
      () => versionDocument(stranger.caller, versionId),
      () => publishVersion(stranger.caller, { templateId, basedOn: 1, text: next }),
      () => renameTemplate(stranger.caller, { templateId, name: "Mine" }),
      () => createTemplate(stranger.caller, { name: "Mine", projectId: project.id, text }),
    ]) {
      expect((await refusal(work())).code).toBe("not_found");
    }
    const { templates } = await listTemplates(stranger.caller);
    expect(templates.some(({ id }) => id === templateId)).toBe(false);
  });

  it("a template of all projects is seen by all and changed only by who may so everywhere", async () => {
    const everywhere = await makePerson({ roles: ["release_manager"] });
    const project = await makeProject();
    const local = await makePerson({
      roles: [{ role: "release_manager", projectId: project.id }],
    });
    const { result } = await createTemplate(everywhere.caller, {
      ...{ name: "Common", projectId: null, text },
    });
    const { templateId } = result;
    expect((await getTemplate(local.caller, templateId)).mayEdit).toBe(false);
    const publish = publishVersion(local.caller, { templateId, basedOn: 1, text: next });
    expect((await refusal(publish)).code).toBe("forbidden");
    const { places } = await listTemplates(local.caller);
    expect(places).toEqual({ projects: [{ id: project.id, name: project.name }], all: false });
  });
});

describe("two versions", () => {
  it("are compared by what they mean and by their lines; one that is not there is not found", async () => {
    const { manager, templateId } = await scene();
    await publishVersion(manager.caller, { templateId, basedOn: 1, text: next });
    const view = await compareVersions(manager.caller, templateId, 1, 2);
    expect(view.diff.items.added.map(({ label }) => label)).toEqual(["Check the disk"]);
    expect(view.diff.lines).toMatchObject({ added: 1, removed: 0 });
    const missing = compareVersions(manager.caller, templateId, 1, 9);
    expect((await refusal(missing)).code).toBe("not_found");
  });
});

describe("a published version", () => {
  it("cannot be updated or deleted, whoever asks the database", async () => {
    const { versionId } = await scene();
    await expect(
      query(`update "TemplateVersion" set text = 'other' where id = $1`, [versionId]),
    ).rejects.toThrow();
    await expect(
      query(`delete from "TemplateVersion" where id = $1`, [versionId]),
    ).rejects.toThrow();
  });
});

describe("the rest of a template's life", () => {
  it("renames once, and says nothing when the name is the same", async () => {
    const { manager, templateId } = await scene();
    await renameTemplate(manager.caller, { templateId, name: "Production" });
    const again = await renameTemplate(manager.caller, { templateId, name: "Production" });
    expect(again.events).toEqual([]);
    expect((await getTemplate(manager.caller, templateId)).name).toBe("Production");
  });

  it("archived, nothing is published; restored, it is again", async () => {
    const { manager, templateId } = await scene();
    await archiveTemplate(manager.caller, { templateId });
    const input = { templateId, basedOn: 1, text: next };
    expect((await refusal(publishVersion(manager.caller, input))).reason.code).toBe(
      "template_archived",
    );
    await restoreTemplate(manager.caller, { templateId });
    expect((await publishVersion(manager.caller, input)).result.number).toBe(2);
    const kinds = (await eventsOf(templateId)).map(({ kind }) => kind);
    expect(kinds.slice(2)).toEqual([
      "template.archived",
      "template.restored",
      "template.version_published",
    ]);
  });

  it("a text makes a template, or the next version of one", async () => {
    const { project, manager, templateId } = await scene();
    const made = await publishFromText(manager.caller, {
      ...{ as: "template", name: "Other", projectId: project.id, text },
    });
    expect(made.result).toMatchObject({ number: 1 });
    const more = await publishFromText(manager.caller, {
      ...{ as: "version", templateId, basedOn: 1, text: next },
    });
    expect(more.result).toMatchObject({ templateId, number: 2 });
  });
});
