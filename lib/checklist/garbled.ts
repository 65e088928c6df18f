import type { Repair } from "@/lib/checklist/schema";

/**
 * UTF-8 that was read in a one-byte encoding and saved as UTF-8 again. Undone only as a whole text, and
 * only on strong evidence: a correct text must never be changed, while one left garbled can still be read.
 */
export function ungarble(text: string): { text: string; repaired: Repair } | null {
  if (!/[\u0080-\uFFFF]/.test(text)) return null;
  for (const repaired of ["mac-roman", "windows-1252"] as const) {
    const bytes = encode(text, tables[repaired]);
    if (bytes === null) continue;
    const whole = decodeStrictly(bytes);
    if (whole !== null && isEvident(text, whole, repaired)) {
      return { text: whole.startsWith("\uFEFF") ? whole.slice(1) : whole, repaired };
    }
  }
  return null;
}

const tables: Record<Repair, Map<string, number>> = {
  "mac-roman": inverse("macintosh"),
  "windows-1252": inverse("windows-1252"),
};
// Before 1998 Mac Roman had ¤ where it now has €; some converters still write it.
tables["mac-roman"].set("\u00A4", 0xdb);

function inverse(encoding: string): Map<string, number> {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, number>();
  for (let byte = 0x80; byte <= 0xff; byte++) table.set(decoder.decode(Uint8Array.of(byte)), byte);
  return table;
}

function encode(text: string, table: Map<string, number>): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const byte = code < 0x80 ? code : table.get(text.charAt(i));
    if (byte === undefined) return null;
    bytes[i] = byte;
  }
  return bytes;
}

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null; // Not UTF-8 underneath: the text was never garbled this way.
  }
}

/** What people write in checklists beyond ASCII; anything else in a repair says that it is no repair. */
const plausible: [number, number][] = [
  [0x00a0, 0x017f], // Latin
  [0x0218, 0x021b],
  [0x0300, 0x036f], // combining marks
  [0x0386, 0x03ce], // Greek
  [0x0400, 0x045f], // Cyrillic
  [0x0490, 0x0491],
  [0x05d0, 0x05ea], // Hebrew
  [0x060c, 0x064a], // Arabic
  [0x0660, 0x0669],
  [0x06f0, 0x06f9],
  [0x0900, 0x097f], // Devanagari
  [0x0e01, 0x0e5b], // Thai
  [0x1100, 0x11ff], // Hangul
  [0x1e00, 0x1ef9], // Vietnamese
  [0x2000, 0x206f], // punctuation
  [0x20a0, 0x20bf], // currencies
  [0x2100, 0x2bff], // symbols, arrows, boxes
  [0x3000, 0x30ff], // kana
  [0x3130, 0x318f],
  [0x3200, 0x33ff],
  [0x4e00, 0x9fff], // ideographs
  [0xac00, 0xd7a3],
  [0xfe0e, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xff00, 0xffef], // full-width forms
  [0x1f000, 0x1faff], // emoji
  [0xe0061, 0xe007f],
];

function isPlausible(code: number): boolean {
  return code < 0x80 || plausible.some(([from, to]) => code >= from && code <= to);
}

/** Characters that correct text sets directly after a letter: quotes, dashes, superscripts and the like. */
const punctuation: Record<Repair, string> = {
  "windows-1252": "\u00A0\u00AD…‚„‘’“”–—«»‹›™•·°ºª±²³¹¡¿®©§¶€",
  "mac-roman": "πΩ∞±∑∏∫∂µª°§®©™•¶≤≥≠\u00A0",
};

/** Letters of scripts in which one alone proves nothing, since two accented letters may happen to make it. */
const needsCompany =
  /[\u0386-\u064A\u0900-\u097F\u0E01-\u0E5B\u1100-\u11FF\u3040-\u30FF\u3130-\u318F\u4E00-\u9FFF\uAC00-\uD7A3\u1E00-\u1EF9]/;
const run = /[\u0386-\u03CE]{2}|[\u0400-\u045F]{2}|[\u05D0-\u05EA]{2}|[\u0621-\u064A]{2}/;

function isEvident(garbled: string, repaired: string, encoding: Repair): boolean {
  if (![...repaired].every((character) => isPlausible(character.codePointAt(0) ?? 0))) return false;
  let at = 0;
  let company = 0;
  for (const character of repaired) {
    const code = character.codePointAt(0) ?? 0;
    const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    const source = garbled.slice(at, at + length);
    if (length === 4) return true;
    if (length === 3 && needsCompany.test(character)) company += 1;
    else if (length === 3 && isStrong(source, encoding)) return true;
    else if (length === 2 && code < 0x180 && isStrongLatin(garbled, at, encoding)) return true;
    at += length;
  }
  return company >= 2 || run.test(repaired);
}

function isStrong(source: string, encoding: Repair): boolean {
  if (encoding === "windows-1252" && source.startsWith("â€")) return true;
  return [...source.slice(1)].some((c) => !punctuation[encoding].includes(c));
}

/** "Ã©" in "cafÃ©": a capital or a sign between small letters, or followed by what never follows it. */
function isStrongLatin(garbled: string, at: number, encoding: Repair): boolean {
  const before = garbled.charAt(at - 1);
  const second = garbled.charAt(at + 1);
  if (!punctuation[encoding].includes(second)) return true;
  if (!/[a-z]/.test(before)) return false;
  if (encoding === "windows-1252") return /[ÃÂÄÅ]/.test(garbled.charAt(at));
  return /[a-z]/.test(garbled.charAt(at + 2));
}

/** Lines that look garbled in a text that cannot be repaired as a whole; told, never changed. */
export function garbledLines(text: string): number[] {
  if (!/[\u0080-\uFFFF]/.test(text)) return [];
  return text.split("\n").flatMap((line, index) => (ungarble(line) ? [index + 1] : []));
}
