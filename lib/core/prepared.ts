/** Statements that one connection keeps; each takes some memory of the database's process. */
const most = 200;
/** A text is given a name when it comes for the third time. */
const often = 3;

/**
 * Names for statements that come again and again: a connection sends such a text once, and the database parses and
 * plans it once. That is most of what a tick costs the database (docs/decisions/0040).
 */
export function preparedNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  let counts = new Map<string, number>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= most) return known;
    const count = (counts.get(text) ?? 0) + 1;
    if (count < often) {
      if (counts.size >= 1_000) counts = new Map();
      counts.set(text, count);
      return undefined;
    }
    counts.delete(text);
    const name = `countersign_${names.size}`;
    names.set(text, name);
    return name;
  };
}

/** Poolers that give each transaction another connection lose prepared statements, unless they follow them. */
export function mayPrepare(url: string): boolean {
  return new URL(url).searchParams.get("pgbouncer") !== "true";
}
