import type { Checklist, VariableOffer } from "@/lib/checklist/schema";

const domain =
  /https?:\/\/(?:[\w-]+\.)*(?:your-?(?:domain|company|host|site|app)|my-?domain|example)\.(?:com|org|net|io)(?::\d+)?/gi;
const bareDomain =
  /(?<![\w./@-])(?:[\w-]+\.)*(?:your-?(?:domain|company|host|site|app)|my-?domain|example)\.(?:com|org|net|io)\b/gi;

/**
 * Literals that a template would rather have as variables: the header's version and environment where they stand again
 * further down, and stand-ins for the address. Offered; a person accepts each.
 */
export function variableOffers(checklist: Checklist, text: string): VariableOffer[] {
  const lines = text.split(/\r\n?|\n/);
  const header = new Set(checklist.fields.map((field) => field.line));
  const offers: VariableOffer[] = [];
  for (const [key, variable] of [
    ["version", "version"],
    ["environment", "environment"],
  ] as const) {
    const literal = checklist.fields
      .find((field) => field.key === key)
      ?.value.replace(/^v(?=\d)/i, "");
    if (!literal || literal.includes("{{") || literal.length < 2) continue;
    offers.push({ literal, variable, lines: linesWith(lines, wordPattern(literal), header) });
  }
  for (const [pattern, variable] of [
    [domain, "BASE_URL"],
    [bareDomain, "HOST"],
  ] as const) {
    const literals = new Set(
      lines.flatMap((line) => [...line.matchAll(pattern)].map(([hit]) => hit)),
    );
    for (const literal of literals) {
      offers.push({
        literal,
        variable,
        lines: linesWith(lines, placePattern(literal, variable), new Set()),
      });
    }
  }
  return offers.filter((offer) => offer.lines.length > 0);
}

/** The text with the literal replaced on the offer's lines; everything else, line ends too, stays as it is. */
export function applyVariableOffer(text: string, offer: VariableOffer): string {
  const wanted = new Set(offer.lines);
  const pattern =
    offer.variable === "BASE_URL" || offer.variable === "HOST"
      ? placePattern(offer.literal, offer.variable)
      : wordPattern(offer.literal);
  return text
    .split(/(\r\n?|\n)/)
    .map((piece, index) =>
      index % 2 === 0 && wanted.has(index / 2 + 1)
        ? piece.replace(pattern, () => `{{${offer.variable}}}`)
        : piece,
    )
    .join("");
}

function linesWith(lines: string[], pattern: RegExp, without: Set<number>): number[] {
  return lines.flatMap((line, index) => {
    pattern.lastIndex = 0;
    return !without.has(index + 1) && pattern.test(line) ? [index + 1] : [];
  });
}

/** The literal as a whole: not 11.0.0 or 1.0.0.5 for 1.0.0; a `v` may stand before it. */
function wordPattern(literal: string): RegExp {
  return new RegExp(
    `(?<![\\p{N}.]|(?!v)\\p{L})${escaped(literal)}(?![\\p{L}\\p{N}]|\\.\\p{N})`,
    "gu",
  );
}

function placePattern(literal: string, variable: string): RegExp {
  const before = variable === "HOST" ? "(?<![\\w./@-])" : "";
  return new RegExp(`${before}${escaped(literal)}(?![\\w-]|\\.\\w)`, "g");
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
