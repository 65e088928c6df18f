/** Emoji with what joins them, list numbers ("1.", "2.3)", "A.") and marks before the words of a heading. */
const leading =
  /^(?:\s|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200D|\uFE0E|\uFE0F|\u20E3|[#*>•–—-]|\d+(?:\.\d+)*[.)](?=\s)|[A-Z][.)](?=\s))+/u;

/** The words of a heading without emoji and numbers before them. */
export function withoutOrnament(title: string): string {
  const words = title.replace(leading, "").trim();
  return words === "" ? title.trim() : words;
}

const maxPart = 80;

/** Letters and digits of any script (Hangul stays), the rest as single hyphens. */
export function slug(text: string): string {
  const words = withoutOrnament(text)
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return [...words].slice(0, maxPart).join("").replace(/-+$/, "");
}

/** What `{#key}` may hold. */
export const keyPattern = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._/:-]{0,199}$/u;

export type KeyMaker = {
  /** Takes a written key; false when it is taken already. */
  reserve(key: string): boolean;
  /** The key itself when free, else with ".2", ".3" ... */
  make(base: string): string;
};

export function keyMaker(): KeyMaker {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return {
    reserve(key) {
      if (taken.has(key)) return false;
      taken.add(key);
      return true;
    },
    make(base) {
      let occurrence = next.get(base) ?? 1;
      let key = occurrence === 1 ? base : `${base}.${occurrence}`;
      while (taken.has(key)) {
        occurrence += 1;
        key = `${base}.${occurrence}`;
      }
      next.set(base, occurrence + 1);
      taken.add(key);
      return key;
    },
  };
}
