import type { Draft, Reading } from "@/lib/checklist/draft";
import { isTeamApproval, isTeamName } from "@/lib/checklist/team";
import { warning } from "@/lib/checklist/warn";
import { speaksOfApproval } from "@/lib/checklist/words";

/**
 * Which top items of a section are sign-offs of teams: under a heading that speaks of sign-offs those that name
 * a team; elsewhere only when all its task lines are team approvals, so that one such line among others stays an item.
 */
export function splitSignOffs(
  reading: Reading,
  title: string,
  drafts: Draft[],
): { items: Draft[]; signOffs: Draft[] } {
  const spoken = speaksOfApproval(title);
  const tasks = drafts.filter((draft) => draft.source === "task");
  const all =
    tasks.length > 0 && tasks.every((draft) => isPlainTask(draft) && isTeamApproval(draft.label));
  const items: Draft[] = [];
  const signOffs: Draft[] = [];
  for (const draft of drafts) {
    const names = spoken ? isTeamName(draft.label) : isTeamApproval(draft.label);
    if (names && isPlainTask(draft) && (spoken || all)) signOffs.push(draft);
    else {
      items.push(draft);
      if (names && draft.source !== "task") {
        reading.warnings.push(warning(draft.line, "sign-off-not-task"));
      } else if (names && !spoken) reading.warnings.push(warning(draft.line, "approval-as-item"));
    }
  }
  return { items, signOffs };
}

/** A task line with nothing under it to do: only such a line can be a signature alone. */
function isPlainTask(draft: Draft): boolean {
  return (
    draft.source === "task" &&
    draft.children.length === 0 &&
    draft.commands.length === 0 &&
    draft.probes.length === 0
  );
}
