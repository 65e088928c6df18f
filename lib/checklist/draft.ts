import type { Code, Nodes } from "mdast";
import type { ItemSource, Warning } from "@/lib/checklist/schema";

/** Where an item stands in the source: what an export needs to write it again. Offsets are 0-based. */
export type Anchor = {
  mark: { start: number; end: number; glyph: boolean };
  /** The label without its key. */
  start: number;
  end: number;
  /** Where key and suffix go. */
  labelEnd: number;
  /** Behind the paragraph or heading that holds the label: the place for a first code block. */
  textEnd: number;
  blockStart: number;
  /** Behind the item and what stands under it. */
  blockEnd: number;
  /** "table-column": one of several boxes in a row, which share the label. */
  shape: "list" | "heading" | "table" | "table-column" | "line";
};

/** An item as it was found, before sections, keys and sign-offs are settled. */
export type Draft = {
  source: ItemSource;
  label: string;
  explicitKey: string | null;
  line: number;
  ordered: boolean;
  claimed: boolean;
  group: string | null;
  texts: string[];
  commands: Code[];
  probes: Code[];
  /** Code blocks beside the item, only offered as its command. */
  beside: Code[];
  children: Draft[];
  anchor: Anchor;
};

export type Block =
  | { kind: "item"; item: Draft }
  | { kind: "text"; node: Nodes }
  | { kind: "raw"; line: number; text: string }
  | { kind: "code"; node: Code };

/** A heading and what stands under it, up to the next heading of any level. */
export type Scope = {
  title: string;
  /** 1 to 6 for headings, one more than the heading above for bold lines and the like; 0: no heading. */
  depth: number;
  line: number;
  /** Offset behind the heading's own line. */
  end: number;
  /** A bold line, a summary or the like that serves as a heading. */
  disguised: boolean;
  parent: Scope | null;
  /** The scope that this one carries on, when a deeper heading came between; null: a heading itself. */
  origin: Scope | null;
  blocks: Block[];
};

export type Reading = {
  source: string;
  scopes: Scope[];
  /** Headings that are open at this point, outermost first. */
  open: Scope[];
  /** Checkbox headings that what follows stands under. */
  headingItems: { item: Draft; depth: number }[];
  /** Depths of the `<details>` that are open and serve as sections. */
  folded: number[];
  warnings: Warning[];
};

/** Opens a heading: closes those of its level and deeper, and any checkbox heading. */
export function openScope(
  reading: Reading,
  heading: Pick<Scope, "title" | "depth" | "line" | "end" | "disguised">,
): Scope {
  closeScopes(reading, heading.depth);
  const scope: Scope = {
    ...heading,
    parent: reading.open.at(-1) ?? null,
    origin: null,
    blocks: [],
  };
  reading.open.push(scope);
  reading.scopes.push(scope);
  reading.headingItems = [];
  return scope;
}

/** Closes headings of this level and deeper; the next block carries on the one above. */
export function closeScopes(reading: Reading, depth: number): void {
  while ((reading.open.at(-1)?.depth ?? -1) >= depth) reading.open.pop();
}

/** The scope that takes the next block: the last one, or a continuation of an outer one. */
export function currentScope(reading: Reading): Scope {
  const last = reading.scopes.at(-1);
  const top = reading.open.at(-1) ?? null;
  if (last !== undefined && (top === null ? last.depth === 0 : originOf(last) === originOf(top))) {
    return last;
  }
  const carriedOn: Scope = top
    ? { ...top, origin: originOf(top), blocks: [] }
    : {
        title: "",
        depth: 0,
        line: 1,
        end: 0,
        disguised: false,
        parent: null,
        origin: null,
        blocks: [],
      };
  reading.scopes.push(carriedOn);
  return carriedOn;
}

export function originOf(scope: Scope): Scope {
  return scope.origin ?? scope;
}

export function newDraft(
  given: Pick<Draft, "source" | "line" | "claimed" | "anchor" | "label" | "explicitKey"> &
    Partial<Draft>,
): Draft {
  return {
    ordered: false,
    group: null,
    texts: [],
    commands: [],
    probes: [],
    beside: [],
    children: [],
    ...given,
  };
}

export function addItem(reading: Reading, parent: Draft | null, item: Draft): void {
  if (parent) {
    parent.children.push(item);
    extend(parent, item.anchor.blockEnd);
  } else {
    currentScope(reading).blocks.push({ kind: "item", item });
  }
}

/** What stands under an item reaches this far. */
export function extend(item: Draft, end: number): void {
  item.anchor.blockEnd = Math.max(item.anchor.blockEnd, end);
}
