import { own } from "@/lib/core/own";
import { namesSecret } from "@/lib/probe/secrets";
import type { Values } from "@/lib/probe/spec";
import { variablePattern } from "@/lib/probe/spec-fields";

/** Every text in a stored spec, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/**
 * What each `{{NAME}}` of a spec stands for; "" when it has no value. Secrets are kept by environment and their values
 * are nobody's to compare, so a spec that names one depends on `environment`.
 */
export function filledWith(spec: unknown, values: Values): Record<string, string> {
  const texts = textsIn(spec);
  const named = texts.flatMap((text) => Array.from(text.matchAll(variablePattern), ([, n]) => n));
  const names = new Set(named.filter((name) => name !== undefined));
  if (texts.some(namesSecret)) names.add("environment");
  return Object.fromEntries([...names].sort().map((name) => [name, own(values, name) ?? ""]));
}
