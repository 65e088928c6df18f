import type { Checklist, ChecklistItem } from "@/lib/checklist/schema";

/** How a checklist is read, as an outline for a terminal. */
export function lintText(checklist: Checklist): string {
  const lines = [checklist.title || "(no title)", countsLine(checklist)];
  if (checklist.repaired) lines.push(`Repaired: the text was UTF-8 read as ${checklist.repaired}.`);
  for (const field of checklist.fields)
    lines.push(`${field.label}: ${field.value || "(not filled)"}`);
  for (const stage of checklist.stages) {
    lines.push("", `[${stage.kind}] ${stage.title || "(items outside any stage)"}`);
    for (const section of stage.sections) {
      lines.push(`  ${section.title || "(no heading)"}`);
      for (const item of section.items) pushItem(lines, item, 2);
      for (const key of section.signOffs) {
        const signOff = checklist.signOffs.find((candidate) => candidate.key === key);
        if (signOff) lines.push(`    sign-off: ${signOff.team}  (line ${signOff.line})`);
      }
    }
  }
  if (checklist.finalSignOff) {
    const { title, choices } = checklist.finalSignOff;
    lines.push(
      "",
      `Final sign-off: ${title} (${choices.map((choice) => choice.label).join(", ")})`,
    );
  }
  pushWarnings(lines, checklist);
  return `${lines.join("\n")}\n`;
}

function countsLine({ counts }: Checklist): string {
  const parts = [
    `${counts.stages} stages`,
    `${counts.sections} sections`,
    `${counts.items} items (${counts.required} required, ${counts.claimed} claimed)`,
    `${counts.teamSignOffs} team sign-offs`,
    `${counts.commands} commands`,
    `${counts.probes} probes`,
    `${counts.contacts} contacts`,
    `${counts.references} references`,
    counts.finalSignOff === 1 ? "a final sign-off" : "no final sign-off",
  ];
  return parts.join(", ");
}

function pushItem(lines: string[], item: ChecklistItem, depth: number): void {
  const marks = [
    item.required ? "" : "not required",
    item.command ? (item.command.attached ? "command" : "command offered") : "",
    item.probe ? "probe" : "",
    item.source === "task" ? "" : item.source,
  ].filter((mark) => mark !== "");
  const box = item.claimed ? "[x]" : "[ ]";
  const suffix = marks.length > 0 ? `  <${marks.join(", ")}>` : "";
  lines.push(`${"  ".repeat(depth)}${box} ${item.label}${suffix}  (line ${item.line})`);
  for (const child of item.children) pushItem(lines, child, depth + 1);
}

function pushWarnings(lines: string[], { warnings }: Checklist): void {
  if (warnings.length === 0) return;
  lines.push("", `${warnings.length} warning${warnings.length === 1 ? "" : "s"}:`);
  for (const { line, code, message } of warnings) lines.push(`  line ${line}: ${code}: ${message}`);
}
