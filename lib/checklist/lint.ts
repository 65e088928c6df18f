import { ChecklistError } from "@/lib/checklist/errors";
import { lintText } from "@/lib/checklist/lint-text";
import { readChecklist } from "@/lib/checklist/read";
import { decode } from "@/lib/checklist/repair";
import type { Checklist, ChecklistItem } from "@/lib/checklist/schema";
import { fileProblem } from "@/lib/core/file-problem";

export { lintText };

/** What `countersign checklist lint FILE --json` prints. Sections without items are left to `signOffs`. */
export function lintReport(checklist: Checklist) {
  const { title, repaired, fields, counts, contacts, references, warnings } = checklist;
  return {
    title,
    repaired,
    fields,
    counts,
    stages: checklist.stages.map((stage) => ({
      kind: stage.kind,
      title: stage.title,
      sections: stage.sections
        .filter((section) => section.items.length > 0)
        .map((section) => ({
          title: section.title,
          depth: section.depth,
          items: section.items.map(itemReport),
        })),
    })),
    signOffs: checklist.signOffs.map(({ team, line, section }) => ({ team, line, section })),
    contacts,
    references,
    warnings,
  };
}

type ItemReport = Pick<
  ChecklistItem,
  "key" | "label" | "line" | "source" | "required" | "ordered" | "claimed" | "command" | "probe"
> & { children: ItemReport[] };

function itemReport(item: ChecklistItem): ItemReport {
  const { key, label, line, source, required, ordered, claimed, command, probe } = item;
  return {
    key,
    label,
    line,
    source,
    required,
    ordered,
    claimed,
    command,
    probe,
    children: item.children.map(itemReport),
  };
}

export type LintIo = {
  readFile(path: string): Promise<Uint8Array>;
  stdout(text: string): void;
  stderr(text: string): void;
};

const usage = "Usage: countersign checklist lint FILE [--json]\n";

/** 0: usable; 1: read, but unusable (no items, more than 5,000, nested too deep, a policy that is not understood); 2: the file cannot be read as text. */
export async function lintCommand(args: string[], io: LintIo): Promise<number> {
  const json = args.includes("--json");
  const [path, ...more] = args.filter((arg) => arg !== "--json");
  if (path === undefined || more.length > 0 || path.startsWith("--")) {
    io.stderr(usage);
    return 2;
  }
  let checklist: Checklist;
  try {
    const { text, repaired } = decode(await io.readFile(path));
    checklist = readChecklist(text, repaired);
  } catch (error) {
    return reportFailure(path, error, json, io);
  }
  const report = json ? `${JSON.stringify(lintReport(checklist), null, 2)}\n` : lintText(checklist);
  io.stdout(report);
  if (checklist.warnings.some(({ code }) => code === "policy-invalid")) {
    io.stderr(`${path}: its policy is not understood, so it cannot be published.\n`);
    return 1;
  }
  if (checklist.counts.items + checklist.counts.teamSignOffs > 0) return 0;
  io.stderr(`${path}: no items found. Write them as "- [ ] text".\n`);
  return 1;
}

function reportFailure(path: string, error: unknown, json: boolean, io: LintIo): number {
  if (error instanceof ChecklistError) {
    io.stderr(`${path}: ${error.message}\n`);
    if (error.code !== "checklist_too_many_items" && error.code !== "checklist_too_deep") return 2;
    if (json) io.stdout(`${JSON.stringify({ error: { code: error.code, ...error.params } })}\n`);
    return 1;
  }
  const problem = fileProblem(error);
  if (problem === null) throw error;
  io.stderr(`${path}: ${problem}\n`);
  return 2;
}
