import { parseSpecText } from "@/lib/probe/spec";
import { suggestSpec } from "@/lib/probe/suggest";

/** The parts of a spec that say what is looked at. */
const told = [
  "name",
  "type",
  "protocol",
  "origin",
  "query",
  "requests",
  "redirects",
  "for",
] as const;

/** What is offered for a label, in one line; null for nothing. An offer that is no valid spec is an error. */
export function offerFor(label: string, command: string | null = null): string | null {
  const text = suggestSpec({
    label,
    command: command === null ? null : { language: "bash", text: command, line: 1, attached: true },
  });
  if (text === null) return null;
  const read = parseSpecText(text);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const { spec } = read;
  const fields: Record<string, unknown> = { ...spec };
  const own = told.flatMap((name) =>
    text.includes(`\n${name}: `) ? [`${name} ${String(fields[name])}`] : [],
  );
  return `${[spec.kind, spec.target, ...own].join(" ")}: ${spec.assert.join(", ")}`;
}
