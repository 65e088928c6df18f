import { isMap, isScalar, parseDocument } from "yaml";
import type { PolicySource } from "@/lib/checklist/policy";
import type { Warning } from "@/lib/checklist/schema";
import { warning } from "@/lib/checklist/warn";

export type FrontMatter = {
  title: string;
  fields: { label: string; value: string; line: number; start: number; end: number }[];
  /** Offset behind the closing line; 0: no front matter. */
  end: number;
  warnings: Warning[];
  /** Null: no YAML that could hold one. */
  policy: PolicySource | null;
};

const none: FrontMatter = { title: "", fields: [], end: 0, warnings: [], policy: null };
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
    // A policy that is lost with the rest must not go unnoticed.
    const lost = /^policy[ \t]*:/m.test(match[1] ?? "")
      ? [warning(1, "policy-invalid", "the front matter is no usable YAML")]
      : [];
    return { ...none, end, warnings: [warning(1, "front-matter"), ...lost] };
  }
  const lineOf = (at: number) => source.slice(0, offset + at).split("\n").length;
  const policy = { document, lineOf };
  const found: FrontMatter = { title: "", fields: [], end, warnings: [], policy };
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key) || !isScalar(value) || !value.range) continue;
    const text = value.value === null ? "" : String(value.source ?? value.value);
    const start = offset + value.range[0];
    const line = lineOf(value.range[0]);
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
