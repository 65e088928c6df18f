import { allSections } from "@/lib/checklist/outline";
import type { ItemState } from "@/lib/deployment/item-state";
import { movedSince } from "@/lib/deployment/out-of-date";
import type { ProbeState } from "@/lib/deployment/probe-state";
import { valuesOf } from "@/lib/deployment/values";
import type { Facts } from "@/lib/dossier/pdf/facts";
import type { Sheet } from "@/lib/dossier/pdf/sheet";

/** Every section with who, when, reason and evidence of each of its items, in the order of the document. */
export function writeChecklist(sheet: Sheet, facts: Facts): void {
  const { document, plan, t } = facts;
  sheet.heading(t("items"));
  let stageKey = "";
  for (const { section, stage } of allSections(document)) {
    const keys = Object.values(plan.items).filter((item) => item.sectionKey === section.key);
    if (keys.length === 0) continue;
    if (stage.key !== stageKey && stage.title) sheet.subheading(stage.title);
    stageKey = stage.key;
    if (section.title && section.title !== stage.title) {
      sheet.space(0.4);
      sheet.text(section.title, { strong: true });
    }
    for (const { key } of keys) writeItem(sheet, facts, key);
  }
}

function writeItem(sheet: Sheet, facts: Facts, key: string): void {
  const { state, texts, names } = facts;
  const item = state.items[key];
  if (!item) return;
  const probes = Object.values(state.probes).filter(
    (probe) => probe.itemKey === key && !probe.removedAt,
  );
  const below = [
    item.reason ?? "",
    ...marks(facts, item),
    ...probes.flatMap((probe) => evidence(facts, probe)),
    ...notes(facts, key),
  ].filter((text) => text !== "");
  sheet.row([
    {
      width: 3,
      text: texts.state(item.state),
      strong: item.state !== "todo",
      muted: item.state === "todo",
    },
    { width: 12, text: [names.labelOf(key), ...below].join("\n") },
    { width: 6, text: settledBy(facts, item), muted: true },
  ]);
}

function settledBy({ t, nameOf, when }: Facts, item: ItemState): string {
  if (!item.at) return "";
  const name = item.byId ? nameOf(item.byId) : t("probe");
  return t("by", { name, when: when(item.at) });
}

function marks({ t }: Facts, item: ItemState): string[] {
  return [item.early ? t("early") : "", item.override ? t("overridden") : ""];
}

function evidence(
  { state, t, texts, when, figureText }: Facts,
  { latest, spec }: ProbeState,
): string[] {
  if (!latest) return [];
  const kind = typeof spec.kind === "string" ? spec.kind : "";
  const figures = latest.figures.map(({ name, ...figure }) => `${name} ${figureText(figure)}`);
  const told = t("evidence", {
    kind,
    verdict: texts.verdict(latest.verdict),
    figures: figures.join(", ") || latest.reason.code,
    when: when(latest.finishedAt),
    run: latest.runId,
  });
  const moved = movedSince(valuesOf(state), latest);
  if (moved.length > 0) return [`${told}: ${t("outOfDate", { names: moved.join(", ") })}`];
  return latest.counts ? [told] : [`${told}: ${t("notCounted")}`];
}

function notes({ state, t, nameOf, when }: Facts, itemKey: string | null): string[] {
  return Object.values(state.notes)
    .filter((note) => note.itemKey === itemKey)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ byId, at, text }) => t("note", { name: nameOf(byId), when: when(at), text }));
}
