import { ChecklistError, maxBytes, tooLarge } from "@/lib/checklist/errors";
import { ungarble } from "@/lib/checklist/garbled";
import type { Repair } from "@/lib/checklist/schema";

export type Decoded = { text: string; repaired: Repair | null };

/**
 * The text of an uploaded file: UTF-8, its BOM taken off, garbled text repaired.
 * Throws `ChecklistError` when it is too large, empty, binary or not UTF-8.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > maxBytes) throw tooLarge(bytes.length);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ChecklistError("checklist_not_utf8", { found: "UTF-16" });
  }
  if (bytes.includes(0)) throw new ChecklistError("checklist_binary");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // TextDecoder says no more than that: find the line, so that a person can look at it.
    throw new ChecklistError("checklist_not_utf8", { found: `line ${firstBadLine(bytes)}` });
  }
  return repairText(text);
}

/** The same for text that was pasted: already decoded, perhaps garbled before it was copied. */
export function repairText(text: string): Decoded {
  const bare = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const bytes = new TextEncoder().encode(bare).length;
  if (bytes > maxBytes) throw tooLarge(bytes);
  if (bare.includes("\0")) throw new ChecklistError("checklist_binary");
  if (bare.trim() === "") throw new ChecklistError("checklist_empty");
  const repair = ungarble(bare);
  return repair ?? { text: bare, repaired: null };
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (let i = 0; i <= bytes.length; i++) {
    if (i < bytes.length && bytes[i] !== 0x0a) continue;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, i));
    } catch {
      return line;
    }
    line += 1;
    start = i + 1;
  }
  return line;
}
