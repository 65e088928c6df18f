import type { JsonRead } from "@/lib/probe/json-text";
import { type Json, repeated } from "@/lib/probe/json-text";

/** What the body of a health endpoint says: `application/health+json`, Spring's actuator, or a plain word. */

export type Health = "pass" | "warn" | "fail" | "unknown";

/** `said`: the word as it stood, such as `OUT_OF_SERVICE`. */
export type Component = { name: string; said: string; health: Health };

export type HealthBody =
  | { type: "empty" }
  | { type: "said"; said: string; health: Health; components: Component[] }
  /** It says nothing about health, or not clearly: an HTML page, say, or two values for `status`. */
  | { type: "unclear"; code: "unrecognised" | "several" | "too-many" | "open-ended" };

const words: ReadonlyMap<string, Health> = new Map([
  ...(["pass", "ok", "up", "healthy"] as const).map((word) => [word, "pass"] as const),
  ...(["warn", "warning", "degraded"] as const).map((word) => [word, "warn"] as const),
  ...(["fail", "failed", "error", "down", "unhealthy", "out_of_service"] as const).map(
    (word) => [word, "fail"] as const,
  ),
]);

const healthOf = (said: string): Health => words.get(said.toLowerCase()) ?? "unknown";

const longest = 100;

export function readHealth(text: string, json: () => JsonRead): HealthBody {
  const word = text.trim();
  if (word === "") return { type: "empty" };
  const plain = healthOf(word);
  if (plain !== "unknown") return { type: "said", said: word, health: plain, components: [] };
  const read = json();
  if (!read.ok) {
    return { type: "unclear", code: read.code === "too-many" ? "too-many" : "unrecognised" };
  }
  const { value } = read;
  const status = value instanceof Map ? value.get("status") : value;
  if (status === repeated) return { type: "unclear", code: "several" };
  if (typeof status !== "string") return { type: "unclear", code: "unrecognised" };
  const components = value instanceof Map ? componentsIn(value, [], 1) : [];
  return { type: "said", said: status.slice(0, longest), health: healthOf(status), components };
}

/** Where the formats keep their parts: draft-inadarei, Spring, NestJS, ASP.NET, MicroProfile. */
const containers = new Set(["components", "checks", "details", "entries", "results"]);
const deepest = 6;

function componentsIn(node: Map<string, Json>, above: string[], depth: number): Component[] {
  if (depth > deepest) return [];
  const found: Component[] = [];
  for (const [key, value] of node) {
    const path = containers.has(key) ? above : [...above, key];
    const parts = Array.isArray(value) ? value : [value];
    for (const part of parts) {
      if (!(part instanceof Map)) continue;
      for (const one of partsOf(part, path, containers.has(key), depth)) found.push(one);
    }
  }
  return found;
}

/** A part with a status of its own, and the parts below it or below a container. */
function partsOf(
  part: Map<string, Json>,
  above: string[],
  container: boolean,
  depth: number,
): Component[] {
  const said = part.get("status");
  if (typeof said !== "string") return container ? componentsIn(part, above, depth + 1) : [];
  const named = container ? (part.get("name") ?? part.get("componentId")) : null;
  const path = typeof named === "string" ? [...above, named] : above;
  const name = path.join(".").slice(0, longest) || "component";
  const self: Component = { name, said: said.slice(0, longest), health: healthOf(said) };
  return [self, ...componentsIn(part, path, depth + 1)];
}
