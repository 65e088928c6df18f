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
const plausible =
  /^[\u0009-\u007E\u00A0-\u017F\u0218-\u021B\u0300-\u036F\u0386-\u03CE\u0400-\u045F\u0490\u0491\u05D0-\u05EA\u060C-\u064A\u0660-\u0669\u06F0-\u06F9\u0E01-\u0E5B\u0900-\u097F\u1100-\u11FF\u1E00-\u1EF9\u2000-\u206F\u20A0-\u20BF\u2100-\u2BFF\u3000-\u30FF\u3130-\u318F\u3200-\u33FF\u4E00-\u9FFF\uAC00-\uD7A3\uFE0E\uFE0F\uFEFF\uFF00-\uFFEF\u{1F000}-\u{1FAFF}\u{E0061}-\u{E007F}]*$/u;

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
  if (!plausible.test(repaired)) return false;
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
