import type {
  Checklist,
  ChecklistItem,
  ChecklistSection,
  ChecklistStage,
} from "@/lib/checklist/schema";

export type OutlineItem = {
  item: ChecklistItem;
  section: ChecklistSection;
  stage: ChecklistStage;
  parentKey: string | null;
  /** 0: directly in its section. */
  depth: number;
};

/** Every item in document order, parents before their children. */
export function flattenItems(checklist: Pick<Checklist, "stages">): OutlineItem[] {
  return allSections(checklist).flatMap(({ section, stage }) => {
    const below = (
      items: ChecklistItem[],
      parentKey: string | null,
      depth: number,
    ): OutlineItem[] =>
      items.flatMap((item) => [
        { item, section, stage, parentKey, depth },
        ...below(item.children, item.key, depth + 1),
      ]);
    return below(section.items, null, 0);
  });
}

export function findItem(checklist: Pick<Checklist, "stages">, key: string): OutlineItem | null {
  return flattenItems(checklist).find(({ item }) => item.key === key) ?? null;
}

/** Every section with its stage, in document order; one that holds only sign-offs too. */
export function allSections(
  checklist: Pick<Checklist, "stages">,
): { section: ChecklistSection; stage: ChecklistStage }[] {
  return checklist.stages.flatMap((stage) => stage.sections.map((section) => ({ section, stage })));
}
