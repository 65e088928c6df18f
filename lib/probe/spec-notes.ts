import { parseSpecText } from "@/lib/probe/spec";
import { lookAt } from "@/lib/probe/spec-place";

/** What is wrong with a spec that is being written, and where; lines and columns begin at 1. */
export type SpecNotes = {
  /** As written; null while there is none. */
  kind: string | null;
  issues: { path: string; message: string; line: number; column: number }[];
};

const mostIssues = 10;

export function readSpecNotes(text: string): SpecNotes {
  const read = parseSpecText(text);
  if (read.ok) return { kind: read.spec.kind, issues: [] };
  const issues = read.issues.slice(0, mostIssues).map(({ path, message }) => {
    const { place } = lookAt(text, path);
    return { path, message, ...place };
  });
  return { kind: lookAt(text, "").kind, issues };
}
