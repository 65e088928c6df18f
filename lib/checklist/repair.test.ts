import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChecklistError } from "@/lib/checklist/errors";
import { decode, repairText } from "@/lib/checklist/repair";

const file = (name: string) => readFileSync(new URL(`./testdata/${name}`, import.meta.url));
const utf8 = (text: string) => new TextEncoder().encode(text);
/** What a program does that takes UTF-8 for another encoding. */
const garble = (text: string, encoding: string) => new TextDecoder(encoding).decode(utf8(text));

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ChecklistError) return error.code;
    throw error;
  }
  return "no error";
}

describe("garbled text", () => {
  test("the garbled seed becomes the seed, byte for byte", () => {
    const seed = decode(file("seed.md"));
    expect(seed.repaired).toBeNull();
    expect(decode(file("seed.garbled.md"))).toEqual({ text: seed.text, repaired: "mac-roman" });
  });

  test.each([
    ["macintosh", "mac-roman"],
    ["windows-1252", "windows-1252"],
  ])("%s is undone for the texts that people write", (encoding, repaired) => {
    for (const text of [
      "# 배포 점검표\n- [ ] 데이터베이스 백업 확인",
      "- [ ] Tests passing ✓",
      "🚀 Release",
      "- [ ] Vérifier le café, déjà prêt",
      "- [ ] It’s “ready” — go…",
      "- [ ] Проверить базу",
      "- [ ] Größe prüfen",
      "- [ ] 検証環境を確認する",
      "año",
    ]) {
      expect(repairText(garble(text, encoding))).toEqual({ text, repaired });
    }
  });

  test("correct text is never changed", () => {
    for (const text of [
      "- [ ] Vérifier l’état",
      "- [ ] Tester l’état",
      "voyage—à la carte",
      "café\u00A0»",
      "voilà…",
      "MANHÃ—BOM DIA",
      "KOLLA PÅ…",
      "10 Å² ± 0.2 Å, √π",
      "„Ähnlich“ «ähnlich»",
      "배포 준비 ✓ 완료",
      "naïve Ünïcödé £100 €5",
      "مراجعة النشر",
      "½ cup — 5°C",
      "“é”",
      "plain ASCII",
    ]) {
      expect(repairText(text)).toEqual({ text, repaired: null });
    }
  });

  test("correct text is never changed, whatever accents and punctuation it mixes", () => {
    const words = fc.constantFrom(
      "état",
      "café",
      "À",
      "über",
      "naïve",
      "señor",
      "PÅ",
      "Ω",
      "ça",
      "été",
      "배포",
      "go",
    );
    const marks = fc.constantFrom(
      " ",
      "’",
      "“",
      "”",
      "—",
      "–",
      "…",
      "« ",
      " »",
      "°",
      "™",
      "±",
      ", ",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(words, marks), { minLength: 1, maxLength: 12 }), (parts) => {
        const text = `- [ ] ${parts.flat().join("")}`;
        expect(repairText(text)).toEqual({ text, repaired: null });
      }),
      { numRuns: 2000 },
    );
  });

  test("a text that is garbled only in part is left as it is", () => {
    const text = `${garble("- [ ] 백업", "macintosh")}\n- [ ] 백업 확인`;
    expect(repairText(text)).toEqual({ text, repaired: null });
  });
});

describe("files that cannot be used", () => {
  test("each says why", () => {
    expect(codeOf(() => decode(new Uint8Array(1024 * 1024 + 1).fill(97)))).toBe(
      "checklist_too_large",
    );
    expect(codeOf(() => decode(new Uint8Array(0)))).toBe("checklist_empty");
    expect(codeOf(() => decode(utf8(" \n\t")))).toBe("checklist_empty");
    expect(codeOf(() => decode(Uint8Array.of(0x50, 0x4b, 3, 4, 0)))).toBe("checklist_binary");
    expect(codeOf(() => decode(Uint8Array.of(0x63, 0xe9)))).toBe("checklist_not_utf8");
    expect(codeOf(() => decode(Uint8Array.of(0xff, 0xfe, 0x61, 0)))).toBe("checklist_not_utf8");
    expect(() => decode(Uint8Array.of(0x61, 0x0a, 0xe9))).toThrow("line 2");
  });

  test("a BOM is taken off and a text of exactly 1 MiB is read", () => {
    expect(decode(utf8("\uFEFF- [ ] a")).text).toBe("- [ ] a");
    expect(decode(new Uint8Array(1024 * 1024).fill(97)).text).toHaveLength(1024 * 1024);
  });
});
