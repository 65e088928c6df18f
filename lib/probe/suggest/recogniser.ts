import type { ChecklistItem } from "@/lib/checklist/schema";

export type Recognisable = Pick<ChecklistItem, "label" | "command">;

/** `spec` answers the YAML of an offer, or null: recognised, and still nothing can be offered. */
export type Recogniser = {
  when: RegExp;
  unless?: RegExp;
  spec(item: Recognisable): string | null;
};

/** The YAML of a spec: kind, target, lines of the kind's own fields, then what is asserted. */
export function write(
  kind: string,
  target: string,
  assert: readonly string[],
  fields: readonly string[] = [],
): string {
  const lines = assert.length === 0 ? [] : ["assert:", ...assert.map((line) => `  - ${line}`)];
  return [`kind: ${kind}`, `target: "${target}"`, ...fields, ...lines, ""].join("\n");
}
