import { z } from "zod";

/** What was written down outside: the hash that a log had at a number. */
export type Anchor = { streamId: string; number: number; hash: string };

const line = z.object({
  streamId: z.string().min(1),
  number: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Reads a file of anchors: a line of JSON for each signed head, or what a webhook was sent (`{ heads }`). By log, in the
 * order of their numbers. Throws with the line that cannot be read: an anchor that is passed over would prove nothing.
 */
export function readAnchors(text: string): Map<string, Anchor[]> {
  const found = new Map<string, Anchor[]>();
  for (const [index, one] of text.split("\n").entries()) {
    if (one.trim() === "") continue;
    for (const anchor of readLine(one, index + 1)) {
      const list = found.get(anchor.streamId) ?? [];
      list.push(anchor);
      found.set(anchor.streamId, list);
    }
  }
  for (const list of found.values()) list.sort((a, b) => a.number - b.number);
  return found;
}

function readLine(text: string, number: number): Anchor[] {
  const read = z.union([line.transform((one) => [one]), z.object({ heads: z.array(line) })]);
  try {
    const given = read.parse(JSON.parse(text));
    return Array.isArray(given) ? given : given.heads;
  } catch {
    throw new Error(`line ${number} is no signed head`);
  }
}
