import type { Comparison } from "@/lib/template/compare";
import type { NotKept } from "@/lib/template/kept-items";

/** What would be written back into a deployment's template. */
export type KeepView = {
  deployment: { title: string; version: string };
  template: { id: string; name: string; archived: boolean };
  /** Number of the pinned version, and of the newest. */
  basedOn: number;
  latest: number;
  mayEdit: boolean;
  /** Of the text that would be published: what was shown is what is published. */
  textHash: string;
  /** null: the run changed nothing. */
  diff: Comparison | null;
  /** What the text has no room for, with the item's label. */
  notKept: (NotKept & { label: string })[];
};
