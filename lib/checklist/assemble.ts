import type { Code } from "mdast";
import { type Part, type Parts, type Row, stageOf } from "@/lib/checklist/classify";
import { type Draft, originOf, type Reading, type Scope } from "@/lib/checklist/draft";
import { itemKey, type Keys, takeKeys } from "@/lib/checklist/keys";
import { readProbe } from "@/lib/checklist/probe-block";
import type {
  ChecklistItem,
  ChecklistSection,
  ChecklistStage,
  Command,
  TeamSignOff,
  TextBlock,
} from "@/lib/checklist/schema";
import { slug } from "@/lib/checklist/slug";
import { teamOf } from "@/lib/checklist/team";
import { lineOf } from "@/lib/checklist/tree";
import { warning } from "@/lib/checklist/warn";
import { isOptional, stageKind } from "@/lib/checklist/words";

/** What was read, with where each thing stands in the source. */
export type Assembled = {
  stages: ChecklistStage[];
  signOffs: TeamSignOff[];
  texts: TextBlock[];
  items: { item: ChecklistItem; draft: Draft }[];
  signOffDrafts: { signOff: TeamSignOff; draft: Draft }[];
  sections: { section: ChecklistSection; part: Part }[];
};

export function assemble(reading: Reading, parts: Parts): Assembled {
  const drafts = parts.parts.flatMap((part) => [...part.items, ...part.signOffs]);
  const keys = takeKeys(reading, drafts);
  const out: Assembled = {
    stages: [],
    signOffs: [],
    texts: [],
    items: [],
    signOffDrafts: [],
    sections: [],
  };
  const stages = new Map<Scope | null, ChecklistStage>();
  const introductions = stageTexts(parts);
  for (const part of parts.parts) {
    if (part.items.length === 0 && part.signOffs.length === 0) {
      if (!introductions.has(part.scope)) keepText(reading, out, part);
      continue;
    }
    const heading = stageOf(part.scope, parts.stageLevel);
    let stage = stages.get(heading);
    if (stage === undefined) {
      stage = newStage(keys, heading, introductions);
      stages.set(heading, stage);
      out.stages.push(stage);
    }
    stage.sections.push(newSection(reading, out, keys, part));
  }
  return out;
}

/** Text right under the heading of a stage that has no items of its own. */
function stageTexts(parts: Parts): Map<Scope, Part> {
  const found = new Map<Scope, Part>();
  const used = new Set<Scope | null>();
  for (const { scope, items, signOffs } of parts.parts) {
    if (items.length > 0 || signOffs.length > 0) used.add(stageOf(scope, parts.stageLevel));
  }
  for (const part of parts.parts) {
    const empty = part.items.length === 0 && part.signOffs.length === 0;
    if (empty && part.scope.origin === null && used.has(part.scope)) found.set(part.scope, part);
  }
  return found;
}

function newStage(keys: Keys, heading: Scope | null, texts: Map<Scope, Part>): ChecklistStage {
  if (heading === null) {
    const key = keys.stages.make("items");
    return { key, kind: "other", title: "", line: 1, description: null, sections: [] };
  }
  const part = texts.get(heading);
  return {
    key: keys.stages.make(slug(heading.title) || "stage"),
    kind: stageKind(heading.title),
    title: heading.title,
    line: heading.line,
    description: part ? joined(part.before) : null,
    sections: [],
  };
}

function newSection(reading: Reading, out: Assembled, keys: Keys, part: Part): ChecklistSection {
  const { scope } = part;
  const key = keys.sections.make(slug(scope.title) || "items");
  const section: ChecklistSection = {
    key,
    title: scope.title,
    depth: Math.min(scope.depth, 6),
    line: originOf(scope).line,
    description: joined(part.before),
    notes: joined(part.after),
    items: part.items.map((draft) => newItem(reading, out, keys, key, draft)),
    signOffs: [],
  };
  const [first] = part.after;
  if (first) reading.warnings.push(warning(first.line, "text-kept"));
  for (const draft of part.signOffs) {
    const signOff: TeamSignOff = {
      key: itemKey(keys, key, draft),
      team: teamOf(draft.label),
      label: draft.label,
      line: draft.line,
      section: scope.title,
      sectionKey: key,
    };
    section.signOffs.push(signOff.key);
    out.signOffs.push(signOff);
    out.signOffDrafts.push({ signOff, draft });
  }
  out.sections.push({ section, part });
  return section;
}

function newItem(
  reading: Reading,
  out: Assembled,
  keys: Keys,
  sectionKey: string,
  draft: Draft,
): ChecklistItem {
  const commands = [
    ...draft.commands.map((code) => commandOf(code, true)),
    ...draft.beside.map((code) => commandOf(code, false)),
  ];
  const [probe = null, ...furtherProbes] = draft.probes.map(readProbe);
  for (const further of furtherProbes) reading.warnings.push(warning(further.line, "probe-extra"));
  if (probe?.error) reading.warnings.push(warning(probe.line, "probe-invalid", probe.error));
  const further = furtherProbes.map((block) => `\`\`\`probe\n${block.text}\n\`\`\``);
  const texts = [...draft.texts, ...further];
  const item: ChecklistItem = {
    key: itemKey(keys, sectionKey, draft),
    label: draft.label,
    line: draft.line,
    source: draft.source,
    required: !isOptional(draft.label),
    ordered: draft.ordered,
    claimed: draft.claimed,
    description: texts.length > 0 ? texts.join("\n\n") : null,
    command: commands[0] ?? null,
    moreCommands: commands.slice(1),
    probe,
    group: draft.group,
    children: [],
  };
  out.items.push({ item, draft });
  item.children = draft.children.map((child) => newItem(reading, out, keys, sectionKey, child));
  return item;
}

function commandOf(code: Code, attached: boolean): Command {
  return { language: code.lang ?? null, text: code.value, line: lineOf(code), attached };
}

function joined(rows: Row[]): string | null {
  return rows.length > 0 ? rows.map((row) => row.text).join("\n\n") : null;
}

function keepText(reading: Reading, out: Assembled, part: Part): void {
  const rows = [...part.before, ...part.after];
  const text = joined(rows);
  const line = rows[0]?.line ?? part.scope.line;
  if (text === null) return;
  out.texts.push({ line, title: part.scope.title, text });
  reading.warnings.push(warning(line, "text-kept"));
}
