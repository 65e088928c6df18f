import type { Draft, Reading } from "@/lib/checklist/draft";
import { type KeyMaker, keyMaker, slug } from "@/lib/checklist/slug";
import { warning } from "@/lib/checklist/warn";

/** Keys of one document. Written keys are taken first, so that a made one never moves them. */
export type Keys = { items: KeyMaker; sections: KeyMaker; stages: KeyMaker; written: Set<Draft> };

export function takeKeys(reading: Reading, drafts: Draft[]): Keys {
  const keys: Keys = {
    items: keyMaker(),
    sections: keyMaker(),
    stages: keyMaker(),
    written: new Set(),
  };
  const visit = (draft: Draft): void => {
    if (draft.explicitKey !== null) {
      if (keys.items.reserve(draft.explicitKey)) keys.written.add(draft);
      else reading.warnings.push(warning(draft.line, "duplicate-key", draft.explicitKey));
    }
    draft.children.forEach(visit);
  };
  drafts.forEach(visit);
  return keys;
}

export function itemKey(keys: Keys, sectionKey: string, draft: Draft): string {
  if (draft.explicitKey !== null) {
    return keys.written.has(draft) ? draft.explicitKey : keys.items.make(draft.explicitKey);
  }
  return keys.items.make(`${sectionKey}/${slug(draft.label) || "item"}`);
}
