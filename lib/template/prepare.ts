import { createHash } from "node:crypto";
import { ChecklistError } from "@/lib/checklist/errors";
import { readChecklist } from "@/lib/checklist/read";
import { repairText } from "@/lib/checklist/repair";
import type { Checklist } from "@/lib/checklist/schema";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { documentBlocker } from "@/lib/template/rules";

/** What a version freezes. */
export type Prepared = {
  text: string;
  textHash: string;
  parserVersion: number;
  document: Checklist;
};

/** Reads a text as it will be published. Throws AppError `refused` when it cannot be a checklist. */
export function prepareText(raw: string): Prepared {
  // A half of a surrogate pair has no UTF-8: it could neither be stored nor hashed.
  if (!raw.isWellFormed()) {
    throw new AppError("refused", reason("checklist_not_utf8", { found: "U+D800" }));
  }
  try {
    const { text, repaired } = repairText(raw);
    const document = readChecklist(text, repaired);
    refuseIf(documentBlocker(document));
    const textHash = createHash("sha256").update(text, "utf8").digest("hex");
    return { text, textHash, parserVersion: document.parserVersion, document };
  } catch (error) {
    if (error instanceof ChecklistError) {
      throw new AppError("refused", reason(error.code, error.params));
    }
    throw error;
  }
}
