import { isMap, isScalar, parseDocument } from "yaml";
import type { Warning } from "@/lib/checklist/schema";
import { warning } from "@/lib/checklist/warn";

export type FrontMatter = {
  title: string;
  fields: { label: string; value: string; line: number; start: number; end: number }[];
  /** Offset behind the closing line; 0: no front matter. */
  end: number;
  warnings: Warning[];
};

const none: FrontMatter = { title: "", fields: [], end: 0, warnings: [] };
const block = /^---[ \t]*\n([\s\S]*?)^---[ \t]*(?:\n|$)/m;

/** YAML between `---` lines at the very start: its title, and its other plain values as header fields. */
export function readFrontMatter(source: string): FrontMatter {
  if (!source.startsWith("---")) return none;
  const match = block.exec(source);
  if (match?.index !== 0 || !/^[\p{L}_][^\n]*:/mu.test(match[1] ?? "")) return none;
  const offset = match[0].indexOf("\n") + 1;
  const document = parseDocument(match[1] ?? "", { logLevel: "error" });
  const end = match[0].length;
  if (document.errors.length > 0 || !isMap(document.contents)) {
    return { ...none, end, warnings: [warning(1, "front-matter")] };
  }
  const found: FrontMatter = { title: "", fields: [], end, warnings: [] };
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key) || !isScalar(value) || !value.range) continue;
    const text = value.value === null ? "" : String(value.source ?? value.value);
    const start = offset + value.range[0];
    const line = source.slice(0, start).split("\n").length;
    if (/^title$/i.test(String(key.value))) found.title = text;
    else
      found.fields.push({
        label: String(key.value),
        value: text,
        line,
        start,
        end: offset + value.range[1],
      });
  }
  return found;
}
