/** What one tab follows: the last number that it has of each stream, and whether nobody looks at the tab. */
export type Wish = { streams: ReadonlyMap<string, number>; away: boolean };

/** What a connection asks for: `away` are those that nobody looks at in any tab. */
export type Wanted = { streams: ReadonlyMap<string, number>; away: ReadonlySet<string> };

/** Streams of all tabs, each from the lowest number that one of them has. */
export function union(wishes: Iterable<Wish>): Wanted {
  const streams = new Map<string, number>();
  const looked = new Set<string>();
  for (const wish of wishes) {
    for (const [id, after] of wish.streams) {
      streams.set(id, Math.min(after, streams.get(id) ?? after));
      if (!wish.away) looked.add(id);
    }
  }
  return { streams, away: new Set([...streams.keys()].filter((id) => !looked.has(id))) };
}

/** Equal for two that differ in numbers only. */
export const shape = ({ streams, away }: Wanted): string =>
  [...streams.keys()]
    .map((id) => id + (away.has(id) ? "-" : "+"))
    .sort()
    .join();
