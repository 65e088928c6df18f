import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Command, command, parseInput } from "@/lib/command/command";
import { AppError, refuseIf } from "@/lib/core/errors";
import { anywhere } from "@/lib/core/permissions";
import { demandMeetable } from "@/lib/template/meetable";
import { type Prepared, prepareText } from "@/lib/template/prepare";
import { alreadyPublished, publishBlocker, publishConflict } from "@/lib/template/rules";
import {
  createTemplateInput,
  type Published,
  publishFromTextInput,
  publishVersionInput,
  renameTemplateInput,
  templateIdInput,
} from "@/lib/template/schema";
import {
  actorId,
  demandEdit,
  demandProject,
  insertVersion,
  lockedTemplate,
  publishedEvent,
} from "@/lib/template/write";

/** Texts are read before the transaction: reading a long one takes longer than a lock may be held. */
const prepared = z.custom<Prepared>();

const storeTemplate = command({
  may: "template.edit",
  input: createTemplateInput.extend({ templateId: z.uuid(), prepared }),
  stream: ({ templateId }) => ({ kind: "template", id: templateId }),
  scope: () => anywhere,
  async run({ tx, actor, input: { templateId, projectId, name, note, prepared }, now }) {
    await demandProject(tx, actor, projectId);
    await demandMeetable(tx, prepared.document, projectId);
    const version = { id: randomUUID(), templateId, number: 1, note, prepared, now };
    await insertVersion(tx, actor, version, { name, projectId });
    const subject = { template: templateId, project: projectId };
    return {
      result: { templateId, versionId: version.id, number: 1 },
      events: [
        { kind: "template.created", subject, before: null, after: { name } },
        publishedEvent(version),
      ],
      rows: [],
    };
  },
});

/** A template with its first version. */
export const createTemplate: Command<Published> = async (caller, raw) => {
  const input = parseInput(createTemplateInput, raw);
  const stored = { ...input, templateId: randomUUID(), prepared: prepareText(input.text) };
  return storeTemplate(caller, stored);
};

const storeVersion = command({
  may: "template.edit",
  input: publishVersionInput.extend({ prepared }),
  stream: ({ templateId }) => ({ kind: "template", id: templateId }),
  scope: () => anywhere,
  async run({ tx, actor, input: { templateId, basedOn, note, prepared }, now }) {
    const template = await lockedTemplate(tx, templateId);
    demandEdit(actor, template);
    const { latest } = template;
    const { textHash, parserVersion } = prepared;
    const attempt = { basedOn, textHash, parserVersion, by: actorId(actor) };
    if (alreadyPublished(latest, attempt)) {
      const result = { templateId, versionId: latest.id, number: latest.number };
      return { result, events: [], rows: [] };
    }
    const conflict = publishConflict(latest, basedOn);
    if (conflict) throw new AppError("conflict", conflict);
    refuseIf(publishBlocker(template, latest, attempt));
    await demandMeetable(tx, prepared.document, template.projectId);
    const number = latest.number + 1;
    const version = { id: randomUUID(), templateId, number, note, prepared, now };
    await insertVersion(tx, actor, version);
    return {
      result: { templateId, versionId: version.id, number },
      events: [publishedEvent(version)],
      rows: [],
    };
  },
});

/** The next version of a template; `conflict` says who published meanwhile, and when. */
export const publishVersion: Command<Published> = async (caller, raw) => {
  const input = parseInput(publishVersionInput, raw);
  return storeVersion(caller, { ...input, prepared: prepareText(input.text) });
};

/** For "paste or drop a file" where a version is needed to pin: makes one, whichever way is asked. */
export const publishFromText: Command<Published> = async (caller, raw) => {
  const input = parseInput(publishFromTextInput, raw);
  return input.as === "template" ? createTemplate(caller, input) : publishVersion(caller, input);
};

export const renameTemplate = command({
  may: "template.edit",
  input: renameTemplateInput,
  stream: ({ templateId }) => ({ kind: "template", id: templateId }),
  scope: () => anywhere,
  async run({ tx, actor, input: { templateId: id, name } }) {
    const template = await lockedTemplate(tx, id);
    demandEdit(actor, template);
    if (template.name === name) return { result: null, events: [], rows: [] };
    const subject = { template: id };
    const before = { name: template.name };
    return {
      result: null,
      events: [{ kind: "template.renamed", subject, before, after: { name } }],
      rows: [{ table: "Template", rows: [{ id, name }], partial: true }],
    };
  },
});

const archiving = (kind: "template.archived" | "template.restored") =>
  command({
    may: "template.edit",
    input: templateIdInput,
    stream: ({ templateId }) => ({ kind: "template", id: templateId }),
    scope: () => anywhere,
    async run({ tx, actor, input: { templateId: id }, now }) {
      const template = await lockedTemplate(tx, id);
      demandEdit(actor, template);
      const archivedAt = kind === "template.archived" ? now.toISOString() : null;
      if ((template.archivedAt === null) === (archivedAt === null)) {
        return { result: null, events: [], rows: [] };
      }
      const before = { archivedAt: template.archivedAt };
      return {
        result: null,
        events: [{ kind, subject: { template: id }, before, after: { archivedAt } }],
        rows: [{ table: "Template", rows: [{ id, archivedAt }], partial: true }],
      };
    },
  });

/** Takes a template out of the lists for new deployments; those that pin it are not touched. */
export const archiveTemplate = archiving("template.archived");
export const restoreTemplate = archiving("template.restored");
