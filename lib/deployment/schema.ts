import { z } from "zod";
import { isArtifact, readArtifact } from "@/lib/deployment/artifact";
import { itemStates } from "@/lib/deployment/item-state";
import { isReferenceUrl } from "@/lib/deployment/reference-url";

/** Inputs of the commands on a deployment. Texts that people give are trimmed; limits are told by the error. */

const id = z.string().min(1).max(100);
const key = z.string().min(1).max(400);
const line = z.string().trim().min(1).max(500);
/** Reasons and notes are permanent: screens say so. */
const prose = z.string().trim().max(4000);
const needed = prose.min(1);

/** Empty text: none. */
const artifact = z
  .string()
  .max(200)
  .transform(readArtifact)
  .refine((text) => text === null || isArtifact(text), {
    error: "must be sha256: and 64 hexadecimal digits",
  });

export const createDeploymentInput = z.object({
  templateVersionId: id,
  projectId: id,
  environmentId: id,
  title: line.optional(),
  version: line,
  plannedAt: z.iso.datetime({ offset: true }).nullable().default(null),
  deployedById: id,
  /** Digest of what is deployed: `sha256:<64 hex>`. */
  artifact: artifact.nullable().default(null),
  /** The team of a team sign-off, by the sign-off's key, where it is not the one that its words mean. */
  teams: z.record(key, id).default({}),
});
export type CreateDeploymentInput = z.input<typeof createDeploymentInput>;

const here = { deploymentId: id };

export const settleItemInput = z.object({
  ...here,
  itemKey: key,
  to: z.enum(itemStates),
  reason: prose.nullable().default(null),
  /** Version of the item that the person saw. */
  version: z.number().int().min(0),
});
export type SettleItemInput = z.input<typeof settleItemInput>;

export const settleSectionInput = z.object({
  ...here,
  sectionKey: key,
  to: z.enum(["done", "not_applicable", "waived", "blocked", "todo"]),
  reason: prose.nullable().default(null),
  /** Versions of the items that the person saw, by key: a newer one is a conflict (rule 7). */
  versions: z.record(key, z.number().int().min(0)).default({}),
});
export type SettleSectionInput = z.input<typeof settleSectionInput>;

export const correctItemInput = z.object({
  ...here,
  itemKey: key,
  /** null: as in the template. */
  label: line.nullable(),
  command: z.string().max(20_000).nullable(),
});
export type CorrectItemInput = z.input<typeof correctItemInput>;

export const addItemInput = z.object({
  ...here,
  sectionKey: key,
  label: line,
  required: z.boolean().default(true),
  command: z.string().max(20_000).nullable().default(null),
});
export type AddItemInput = z.input<typeof addItemInput>;

export const addNoteInput = z.object({ ...here, itemKey: key.nullable(), text: needed });
export type AddNoteInput = z.input<typeof addNoteInput>;

export const editHeaderInput = z.object({
  ...here,
  title: line.optional(),
  version: line.optional(),
  plannedAt: z.iso.datetime({ offset: true }).nullable().optional(),
  deployedById: id.optional(),
  environmentId: id.optional(),
  artifact: artifact.nullable().optional(),
});
export type EditHeaderInput = z.input<typeof editHeaderInput>;

export const cancelDeploymentInput = z.object({ ...here, reason: needed });
export type CancelDeploymentInput = z.input<typeof cancelDeploymentInput>;

export const openEarlyInput = z.object({ ...here, unitKey: key, reason: needed });
export type OpenEarlyInput = z.input<typeof openEarlyInput>;

const contactText = z.string().trim().max(300);
export const changeContactsInput = z.object({
  ...here,
  contacts: z
    .array(
      z.object({
        role: contactText.min(1),
        name: contactText,
        contact: contactText,
        escalation: contactText,
      }),
    )
    .max(200),
});
export type ChangeContactsInput = z.input<typeof changeContactsInput>;

const safeUrl = z
  .string()
  .trim()
  .max(2000)
  .refine(isReferenceUrl, { error: "must be a web, mail or telephone address, or relative" });
export const changeReferencesInput = z.object({
  ...here,
  references: z.array(z.object({ label: line, url: safeUrl })).max(200),
});
export type ChangeReferencesInput = z.input<typeof changeReferencesInput>;

export const declareIssueInput = z.object({ ...here, what: needed });
export type DeclareIssueInput = z.input<typeof declareIssueInput>;

export const endIssueInput = z.object({ ...here, note: needed });
export type EndIssueInput = z.input<typeof endIssueInput>;

export const closeDeploymentInput = z.object({
  ...here,
  outcome: z.enum(["success", "partial", "failed"]),
  notes: prose,
});
export type CloseDeploymentInput = z.input<typeof closeDeploymentInput>;

export const listInput = z.object({
  status: z.enum(["planned", "in_flight", "closed", "cancelled"]).optional(),
  projectId: id.optional(),
  environmentId: id.optional(),
  text: z.string().trim().max(200).optional(),
  mine: z.boolean().optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

export const keepInput = z.object({
  ...here,
  note: z.string().trim().max(2_000).default(""),
  /** Of the text that was shown. */
  textHash: z.string().max(100),
});
export type KeepInput = z.input<typeof keepInput>;
