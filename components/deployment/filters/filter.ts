import type { Deployment } from "@/components/deployment/store";
import { fillVariables } from "@/lib/checklist/variables";
import { isSettled } from "@/lib/deployment/item-state";

export const shows = ["all", "remaining", "blocked", "failed", "mine"] as const;
export type Show = (typeof shows)[number];

export type Filter = { show: Show; text: string };

type Source = Pick<Deployment, "plan" | "state" | "values"> & { meId: string };

const fold = (text: string): string => text.normalize("NFKC").toLocaleLowerCase();

function shown(show: Show, source: Source, key: string): boolean {
  const item = source.state.items[key];
  const planned = source.plan.items[key];
  if (!item || !planned) return false;
  switch (show) {
    case "all":
      return true;
    case "remaining":
      return !isSettled(item.state) && (planned.required || item.state !== "todo");
    case "mine":
      return item.version > 0 && item.byId === source.meId;
    default:
      return item.state === show;
  }
}

/** Keys of the items that a filter shows; null: all of them. */
export function filterItems(filter: Filter, source: Source): Set<string> | null {
  const words = fold(filter.text).split(/\s+/).filter(Boolean);
  if (filter.show === "all" && words.length === 0) return null;
  const keys = new Set<string>();
  for (const item of Object.values(source.plan.items)) {
    if (!shown(filter.show, source, item.key)) continue;
    const reason = source.state.items[item.key]?.reason ?? "";
    const text = `${item.label} ${item.command?.text ?? ""} ${reason}`;
    const hay = fold(fillVariables(text, source.values).text);
    if (words.every((word) => hay.includes(word))) keys.add(item.key);
  }
  return keys;
}

/** How many items each choice would show. */
export function showCounts(source: Source): Record<Show, number> {
  const counts = { all: 0, remaining: 0, blocked: 0, failed: 0, mine: 0 };
  for (const key of Object.keys(source.plan.items)) {
    for (const show of shows) if (shown(show, source, key)) counts[show] += 1;
  }
  return counts;
}
