import { z } from "zod";
import { maxBytes } from "@/lib/checklist/errors";
import type { ChecklistCounts } from "@/lib/checklist/schema";
import type { Comparison } from "@/lib/template/compare";

const id = z.uuid();
const name = z.string().trim().min(1, "is empty").max(120, "is longer than 120 characters");
/** Bytes are counted when the text is read; this only keeps absurd input out. */
const text = z.string().max(maxBytes, "is longer than 1 MiB");
const note = z.string().trim().max(2_000, "is longer than 2,000 characters").default("");

export const createTemplateInput = z.object({
  name,
  /** null: for all projects. */
  projectId: id.nullable(),
  text,
  note,
});
export type CreateTemplateInput = z.input<typeof createTemplateInput>;

export const publishVersionInput = z.object({
  templateId: id,
  /** Number of the version that the text was made from: a newer one is a conflict. */
  basedOn: z.number().int().min(1),
  text,
  note,
});
export type PublishVersionInput = z.input<typeof publishVersionInput>;

export const renameTemplateInput = z.object({ templateId: id, name });
export type RenameTemplateInput = z.input<typeof renameTemplateInput>;

export const templateIdInput = z.object({ templateId: id });
export type TemplateIdInput = z.input<typeof templateIdInput>;

/** A new template from a text, or the next version of the template named. */
export const publishFromTextInput = z.discriminatedUnion("as", [
  createTemplateInput.extend({ as: z.literal("template") }),
  publishVersionInput.extend({ as: z.literal("version") }),
]);

export type Published = { templateId: string; versionId: string; number: number };

/** Who published: `name` is null for what the installation did by itself. */
export type Publisher = { id: string; name: string | null };

export type VersionSummary = {
  id: string;
  number: number;
  note: string;
  textHash: string;
  parserVersion: number;
  counts: ChecklistCounts;
  publishedAt: string;
  publishedBy: Publisher;
};

export type TemplateSummary = {
  id: string;
  name: string;
  /** null: for all projects. */
  project: { id: string; name: string } | null;
  archivedAt: string | null;
  latest: VersionSummary;
};

/** Where the caller may make templates: projects, and all of them together. */
export type TemplatePlaces = { projects: { id: string; name: string }[]; all: boolean };

export type TemplateList = { templates: TemplateSummary[]; places: TemplatePlaces };

export type TemplateView = Omit<TemplateSummary, "latest"> & {
  /** Newest first; never empty. */
  versions: VersionSummary[];
  mayEdit: boolean;
};

export type VersionView = VersionSummary & { templateId: string; text: string };

export type VersionComparison = {
  name: string;
  /** Of all versions, newest first. */
  numbers: number[];
  from: number;
  to: number;
  diff: Comparison;
};
