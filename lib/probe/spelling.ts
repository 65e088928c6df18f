/** One sign of a text, read in each way in which it may be meant: as it stands, or as an escape of another. */
export type Reading = { sign: string; end: number };

const fromHex = (digits: string) => String.fromCharCode(Number.parseInt(digits, 16));

// At most eight backslashes: more would be read again from each of them.
const escapes: Readonly<Record<string, readonly [RegExp, (digits: string) => string][]>> = {
  "%": [[/%(?:25){0,2}([0-9a-f]{2})/iy, fromHex]],
  "\\": [
    [/\\{1,8}u00([0-9a-f]{2})/iy, fromHex],
    [/\\{1,8}x([0-9a-f]{2})/iy, fromHex],
    [/\\{1,8}([^a-z0-9])/iy, (sign) => sign],
  ],
  "&": [
    [/&#0{0,4}(\d{1,3});/y, (digits) => String.fromCharCode(Number(digits))],
    [/&#x0{0,4}([0-9a-f]{2});/iy, fromHex],
    [/&(amp|lt|gt|quot|apos);/iy, (word) => entities[word.toLowerCase()] ?? ""],
  ],
};
const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** `+` is also a blank, as in forms. */
export function readingsAt(text: string, at: number): Reading[] {
  const sign = text.charAt(at);
  const plain = { sign, end: at + 1 };
  if (sign === "+") return [plain, { sign: " ", end: at + 1 }];
  const known = Object.hasOwn(escapes, sign) ? (escapes[sign] ?? []) : [];
  const readings = [plain];
  for (const [spelling, read] of known) {
    spelling.lastIndex = at;
    const parts = spelling.exec(text);
    if (parts !== null) readings.push({ sign: read(parts[1] ?? ""), end: at + parts[0].length });
  }
  return readings;
}
