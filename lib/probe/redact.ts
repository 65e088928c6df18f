/** Removes known secrets from what a probe leaves behind, however a server may have echoed them. */

/** Shorter ones would take every second word with them; they are told at the edge (docs/probes.md). */
const shortestEncoded = 4;

/** The spellings in which a value may come back: raw, percent-encoded, form-encoded, JSON, base64 at each offset. */
function spellings(value: string): string[] {
  const percent = encodeURIComponent(value);
  const strict = [...Buffer.from(value)]
    .map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`)
    .join("");
  const json = JSON.stringify(value).slice(1, -1);
  const hex = Buffer.from(value).toString("hex");
  return [
    value,
    percent,
    percent.toLowerCase(),
    percent.replaceAll("%20", "+"),
    strict,
    strict.toLowerCase(),
    json,
    ...(value.length >= shortestEncoded ? [hex, hex.toUpperCase(), ...base64(value)] : []),
  ];
}

/** Base64 shifts with what stands before: of each of the three shifts the part that only the value decides. */
function base64(value: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    const whole = bytes.toString("base64").replace(/=+$/, "");
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor((bytes.length * 8) / 6);
    const certain = whole.slice(from, to);
    if (certain.length < shortestEncoded) return [];
    return [certain, certain.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

export const asItIs = (text: string): string => text;

/** A function that replaces each spelling of each secret by `[secret NAME]`. */
export function redactor(secrets: ReadonlyMap<string, string>): (text: string) => string {
  if (secrets.size === 0) return asItIs;
  const found = [...secrets].flatMap(([name, value]) =>
    spellings(value).map((spelling) => [spelling, `[secret ${name}]`] as const),
  );
  // The longest first: a shorter spelling may be a part of it.
  const ordered = found
    .filter(([spelling]) => spelling !== "")
    .sort(([a], [b]) => b.length - a.length);
  return (text) =>
    ordered.reduce((kept, [spelling, sign]) => kept.replaceAll(spelling, sign), text);
}
