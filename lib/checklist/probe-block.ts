import type { Code } from "mdast";
import { parse } from "yaml";
import { maxProbeText } from "@/lib/checklist/errors";
import type { ProbeBlock } from "@/lib/checklist/schema";
import { lineOf } from "@/lib/checklist/tree";

/** A ```` ```probe ```` block: its YAML as text and as data, or why it is not usable. */
export function readProbe(node: Code): ProbeBlock {
  const line = lineOf(node);
  const text = node.value;
  if (text.length > maxProbeText) {
    const error = `A probe is at most ${maxProbeText} characters long; this one has ${text.length}.`;
    return { text, spec: null, error, line };
  }
  try {
    // Few aliases and no merge keys: a probe is a small flat thing, and the text is a stranger's.
    const data: unknown = parse(text, { maxAliasCount: 10, prettyErrors: true });
    if (isRecord(data)) return { text, spec: JSON.parse(JSON.stringify(data)), error: null, line };
    return { text, spec: null, error: "A probe is written as `key: value` lines.", line };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { text, spec: null, error: message.split("\n")[0] ?? message, line };
  }
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
