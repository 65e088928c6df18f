/** What is being written and not published yet, as the browser keeps it. */
export type Draft = {
  text: string;
  /** Number of the version that the text was made from; 0 for a new template. */
  basedOn: number;
  name: string;
  /** null: for all projects. */
  projectId: string | null;
};

export type KeptDraft = { draft: Draft; at: string };

/** One draft per person and template: a browser may be shared. */
export const draftKey = (personId: string, templateId: string | null): string =>
  `countersign.draft.template.${personId}.${templateId ?? "new"}`;

/** Null for what is not a draft: storage is anybody's to write. */
export function parseDraft(stored: string | null): KeptDraft | null {
  if (stored === null) return null;
  try {
    const value: unknown = JSON.parse(stored);
    return isKept(value) ? value : null;
  } catch {
    // Not JSON: something else has written there, and there is nothing of ours to restore.
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function isKept(value: unknown): value is KeptDraft {
  if (!isRecord(value) || !isRecord(value.draft)) return false;
  const { text, basedOn, name, projectId } = value.draft;
  return (
    typeof value.at === "string" &&
    Number.isFinite(Date.parse(value.at)) &&
    typeof text === "string" &&
    typeof basedOn === "number" &&
    typeof name === "string" &&
    (projectId === null || typeof projectId === "string")
  );
}
