import type { FieldLine } from "@/lib/checklist/field-lines";
import type { FrontMatter } from "@/lib/checklist/front-matter";
import type { HeaderField } from "@/lib/checklist/schema";
import { keyMaker, slug } from "@/lib/checklist/slug";
import { isBlank, knownField } from "@/lib/checklist/words";

/** Header fields in document order, front matter first; a name used twice gets ".2". */
export function headerFields(frontMatter: FrontMatter, lines: FieldLine[]): HeaderField[] {
  const keys = keyMaker();
  return [...frontMatter.fields, ...lines].map(({ label, value, line }) => ({
    key: keys.make(knownField(label) ?? (slug(label) || "field")),
    label,
    value: isBlank(value) ? "" : value,
    line,
  }));
}
