/** Why a file or a text cannot be used as a checklist at all. */
export type ChecklistErrorCode =
  | "checklist_too_large"
  | "checklist_empty"
  | "checklist_binary"
  | "checklist_not_utf8"
  | "checklist_too_many_items"
  | "checklist_too_deep";

export const maxBytes = 1024 * 1024;
export const maxItems = 5000;
/** Characters of a probe's YAML: with more, reading it would be felt by others. */
export const maxProbeText = 20_000;
/** Lists and quotes inside each other. */
export const maxDepth = 100;

/** Bytes as MiB with two decimals, rounded up so that "too large" never reads as the limit itself. */
function mebibytes(bytes: number): string {
  return (Math.ceil((bytes / (1024 * 1024)) * 100) / 100).toFixed(2);
}

const wordings: Record<ChecklistErrorCode, (p: Record<string, string | number>) => string> = {
  checklist_too_large: (p) =>
    `The checklist is ${p.size} MiB; the limit is ${p.limit} MiB. Split it into smaller checklists.`,
  checklist_empty: () => "The checklist is empty. Choose a Markdown file with `- [ ]` items.",
  checklist_binary: () =>
    "The file is not text (it holds NUL bytes). Choose the Markdown file itself, not an export of it such as .docx or .pdf.",
  checklist_not_utf8: (p) =>
    `The file is not UTF-8 text (${p.found}) and cannot be repaired safely. Save it as UTF-8 and import it again.`,
  checklist_too_many_items: (p) =>
    `The checklist has ${p.items} items; the limit is ${p.limit}. Split it into smaller checklists.`,
  checklist_too_deep: (p) =>
    `Line ${p.line} stands more than ${p.limit} lists or quotes deep. Take some of the nesting out.`,
};

/** `message` is English, for the command line; screens word `code` and `params` themselves. */
export class ChecklistError extends Error {
  readonly code: ChecklistErrorCode;
  readonly params: Record<string, string | number>;

  constructor(code: ChecklistErrorCode, params: Record<string, string | number> = {}) {
    super(wordings[code](params));
    this.name = "ChecklistError";
    this.code = code;
    this.params = params;
  }
}

export function tooLarge(bytes: number): ChecklistError {
  return new ChecklistError("checklist_too_large", { size: mebibytes(bytes), limit: 1 });
}
