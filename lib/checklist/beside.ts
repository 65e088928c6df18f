import type { Block, Draft, Reading } from "@/lib/checklist/draft";
import { lineOf } from "@/lib/checklist/tree";
import { warning } from "@/lib/checklist/warn";

/** Code blocks that stand beside items are offered as the command of the nearest one. */
export function offerCommands(reading: Reading, blocks: Block[]): void {
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== "code") continue;
    const above = lastItem(blocks.slice(0, index));
    const below = blocks.slice(index + 1).find((b) => b.kind === "item")?.item ?? null;
    // "Then run:" before a block announces what follows; a block right after an item belongs to it.
    const announced = blocks[index - 1]?.kind === "text" && below !== null;
    const target = above !== null && !announced ? above : below;
    reading.warnings.push(warning(lineOf(block.node), target ? "command-beside" : "code-kept"));
    target?.beside.push(block.node);
  }
}

function lastItem(blocks: Block[]): Draft | null {
  let item = blocks.findLast((block) => block.kind === "item")?.item ?? null;
  for (let child = item?.children.at(-1); child !== undefined; child = child.children.at(-1)) {
    item = child;
  }
  return item;
}
