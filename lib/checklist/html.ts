import type { Html, RootContent } from "mdast";
import { closeScopes, extend, openScope, type Reading } from "@/lib/checklist/draft";
import { itemLine, keepRaw, warnLines } from "@/lib/checklist/keep";
import { disguisedDepth, type Place, type Walk } from "@/lib/checklist/place";
import { collapse } from "@/lib/checklist/plain";
import { endOf, lineOf } from "@/lib/checklist/tree";
import { warning } from "@/lib/checklist/warn";

const parts =
  /<!--[\s\S]*?(?:-->|$)|<h([1-6])\b[^>]*>([\s\S]*?)<\/h\1\s*>|<summary\b[^>]*>([\s\S]*?)<\/summary\s*>|<\/details\s*>|<\/?(?:details|div|p|center|section|br|hr|ul|ol|span)\b[^>]*>/gi;

/** Raw HTML: `<h2>` and `<summary>` serve as headings, comments are left out, the rest is kept as its source. */
export function readHtml(walk: Walk, node: Html, rest: RootContent[], place: Place): void {
  const line = lineOf(node);
  const opened = walk.reading.scopes.length;
  let at = 0;
  let kept = "";
  for (const match of node.value.matchAll(parts)) {
    kept += node.value.slice(at, match.index);
    at = match.index + match[0].length;
    const partLine = line + node.value.slice(0, match.index).split("\n").length - 1;
    kept += readPart(walk, { match, line: partLine, end: endOf(node) }, rest, place);
  }
  kept = (kept + node.value.slice(at)).trim();
  if (kept === "") return;
  // A heading in this block ends what stood above it.
  const here = walk.reading.scopes.length > opened ? { ...place, parent: null } : place;
  if (here.parent) extend(here.parent, endOf(node));
  warnLines(
    walk,
    node.value.replace(/<!--[\s\S]*?-->/g, (c) => c.replace(/[^\n]/g, "")),
    line,
    itemLine,
    "item-in-html",
  );
  walk.reading.warnings.push(warning(line, "html-kept"));
  keepRaw(walk, kept, line, here);
}

type Part = { match: RegExpExecArray; line: number; end: number };

/** What of this part stays as text. */
function readPart(walk: Walk, part: Part, rest: RootContent[], place: Place): string {
  const [whole, level, heading, summary] = part.match;
  if (heading !== undefined) {
    const title = words(heading);
    if (!place.flow || title === "") return title;
    open(walk.reading, title, Number(level), part, false);
  } else if (summary !== undefined) {
    const title = words(summary);
    if (!place.flow || title === "" || !itemsWithin(walk, rest)) return title;
    // One below whatever is open: a folded part belongs to its heading.
    const depth = Math.min(
      (walk.reading.open.at(-1)?.depth ?? disguisedDepth(walk.reading) - 1) + 1,
      7,
    );
    open(walk.reading, title, depth, part, true);
    walk.reading.folded.push(depth);
  } else if (/^<\/details/i.test(whole) && place.flow) {
    const depth = walk.reading.folded.pop();
    if (depth !== undefined) closeScopes(walk.reading, depth);
  }
  return "";
}

function open(
  reading: Reading,
  title: string,
  depth: number,
  part: Part,
  disguised: boolean,
): void {
  openScope(reading, { title, depth, line: part.line, end: part.end, disguised });
}

function words(html: string): string {
  return collapse(html.replace(/<[^>]*>/g, ""));
}

/** Whether items stand between here and the end of the fold. */
function itemsWithin(walk: Walk, rest: RootContent[]): boolean {
  for (const node of rest) {
    if (walk.holdsItems(node)) return true;
    if (node.type === "html" && /<\/details/i.test(node.value)) return false;
  }
  return false;
}
