/**
 * The singular queries of RFC 9535: `$`, `.name`, `['name']`, `[0]`, `[-1]`. They name at most one
 * node, so there is never a choice to be made about which one was meant.
 */

export type PathSegment = string | number;

const step =
  /^(?:\.([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|\[(0|-?[1-9]\d{0,9})\]|\[\s*('(?:[^'\\]|\\['\\])*'|"(?:[^"\\]|\\["\\])*")\s*\])/;

/** Reads a path from the start of `text`; null when there is none. `length` is what it took. */
export function readPath(text: string): { path: PathSegment[]; length: number } | null {
  if (!text.startsWith("$")) return null;
  const path: PathSegment[] = [];
  let length = 1;
  for (;;) {
    const found = step.exec(text.slice(length));
    if (found === null) return { path, length };
    const [whole, name, index, quoted] = found;
    if (name !== undefined) path.push(name);
    else if (index !== undefined) path.push(Number(index));
    else path.push((quoted ?? "").slice(1, -1).replace(/\\(.)/g, "$1"));
    length += whole.length;
  }
}

/** The node at `path`, or `{ found: false }`. Only own members count. */
export function nodeAt(
  root: unknown,
  path: PathSegment[],
): { found: true; value: unknown } | { found: false } {
  let value = root;
  for (const segment of path) {
    if (typeof segment === "number") {
      if (!Array.isArray(value)) return { found: false };
      const index = segment < 0 ? value.length + segment : segment;
      if (index < 0 || index >= value.length) return { found: false };
      value = value[index];
    } else {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return { found: false };
      }
      if (!Object.hasOwn(value, segment)) return { found: false };
      value = Reflect.get(value, segment);
    }
  }
  return { found: true, value };
}
