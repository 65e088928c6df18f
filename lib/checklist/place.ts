import type { Nodes, RootContent } from "mdast";
import type { Draft, Reading } from "@/lib/checklist/draft";

/** Where the walk stands: under an item, under plain bullets, or in the document's flow. */
export type Place = { parent: Draft | null; group: string[]; flow: boolean };

/** What the walk fills, what it asks, and how it goes on below a block. */
export type Walk = {
  reading: Reading;
  holdsItems: (node: Nodes) => boolean;
  flow: (below: RootContent[], place: Place) => void;
};

/** One below the real heading above, so that bold lines are siblings of each other. */
export function disguisedDepth(reading: Reading): number {
  const real = reading.open.findLast((scope) => !scope.disguised);
  return Math.min((real?.depth ?? 0) + 1, 7);
}
