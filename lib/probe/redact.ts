/**
 * Removes known secrets from what a probe leaves behind, however a server may have echoed them: as they are, in
 * other letter case, percent-encoded by whichever rule (also twice), as JSON, JavaScript or HTML escapes, as hex, as
 * base64 wherever it began, spread over lines or over UTF-16, and cut off at the end of what was kept.
 */

/** `fold`: letter case does not matter. `sign` stands in the secret's place. */
type Pattern = { target: string; fold: boolean; between: RegExp; sign: string };

/** Of a text that was cut, an end with this much of a secret is removed too. */
const leastTail = 3;
/** Nothing is cut to less. */
const shortestCut = 32;

const nothing = /[\0\ufffd\r\n]/;
const betweenHex = /[\0\ufffd\r\n :-]/;

function patternsOf(name: string, value: string): Pattern[] {
  const sign = `[secret ${name}]`;
  return [
    { target: value.toLowerCase(), fold: true, between: nothing, sign },
    { target: Buffer.from(value).toString("hex"), fold: true, between: betweenHex, sign },
    ...base64(value).map((target) => ({ target, fold: false, between: nothing, sign })),
  ];
}

/** Base64 shifts with what stands before: of each of the three shifts the part that only the value decides. */
function base64(value: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    const whole = bytes.toString("base64");
    const certain = whole.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
    const forUrls = certain.replaceAll("+", "-").replaceAll("/", "_");
    return certain === forUrls ? [certain] : [certain, forUrls];
  });
}

const escapes: readonly [RegExp, (digits: string) => string][] = [
  [/%(?:25){0,2}([0-9a-f]{2})/iy, (hex) => String.fromCharCode(Number.parseInt(hex, 16))],
  [/\\+u00([0-9a-f]{2})/iy, (hex) => String.fromCharCode(Number.parseInt(hex, 16))],
  [/\\+x([0-9a-f]{2})/iy, (hex) => String.fromCharCode(Number.parseInt(hex, 16))],
  [/\\+([^a-z0-9])/iy, (sign) => sign],
  [/&#0{0,4}(\d{1,3});/y, (digits) => String.fromCharCode(Number(digits))],
  [/&#x0{0,4}([0-9a-f]{2});/iy, (hex) => String.fromCharCode(Number.parseInt(hex, 16))],
  [/&(amp|lt|gt|quot|apos);/iy, (word) => entities[word.toLowerCase()] ?? ""],
];
const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
/** An escape that the end of the text cuts off. */
const cutEscape = /^(%(25){0,2}[0-9a-f]?|\\+(u0{0,2}[0-9a-f]?|x[0-9a-f]?)?|&[#a-z0-9]{0,7})$/i;
/** What may stand behind a cut: the quote that closes it, an ellipsis. */
const afterCut = /^["'”…)\]}.]{1,3}$/;

/** Where reading `wanted` at `at` leads: behind the sign itself, or behind a spelling of it. */
function afterSign(text: string, at: number, wanted: string, fold: boolean): number[] {
  const same = (found: string) => (fold ? found.toLowerCase() : found) === wanted;
  const found = text.charAt(at);
  const ends = same(found) || (wanted === " " && found === "+") ? [at + 1] : [];
  if (found !== "%" && found !== "\\" && found !== "&") return ends;
  for (const [spelling, read] of escapes) {
    spelling.lastIndex = at;
    const parts = spelling.exec(text);
    if (parts !== null && same(read(parts[1] ?? ""))) ends.push(at + parts[0].length);
  }
  return ends;
}

/** Steps that reading may take: a server knows the secret, and could send what is slow to compare with it. */
type Budget = { left: number };
const stepsFor = (text: string) => 250_000 + text.length / 2;
const notKept = "[rest not kept]";

/** The end of a secret that begins at `at`, whole or cut off by the end of the text; -1 when there is none. */
function endOf(text: string, at: number, pattern: Pattern, budget: Budget): number {
  const { target, fold, between } = pattern;
  let heads = afterSign(text, at, target.charAt(0), fold);
  for (let read = 1; read < target.length && heads.length > 0; read += 1) {
    const wanted = target.charAt(read);
    const next = new Set<number>();
    budget.left -= heads.length;
    for (const head of heads) {
      let from = head;
      while (from < text.length && between.test(text.charAt(from))) from += 1;
      budget.left -= from - head;
      if (read >= leastTail && text.length >= shortestCut && isCut(text, from)) return text.length;
      for (const start of from === head ? [head] : [head, from])
        for (const end of afterSign(text, start, wanted, fold)) next.add(end);
    }
    heads = [...next];
    if (budget.left <= 0) return -1;
  }
  return heads.length === 0 ? -1 : Math.max(...heads);
}

function isCut(text: string, from: number): boolean {
  if (text.length - from > 12) return false;
  const rest = text.slice(from);
  return rest === "" || cutEscape.test(rest) || afterCut.test(rest);
}

export const asItIs = (text: string): string => text;

/** A function that replaces each spelling of each secret by `[secret NAME]`. */
export function redactor(secrets: ReadonlyMap<string, string>): (text: string) => string {
  if (secrets.size === 0) return asItIs;
  const patterns = [...secrets].flatMap(([name, value]) => patternsOf(name, value));
  const beginning = (sign: string) =>
    patterns.filter(({ target, fold }) => (fold ? sign.toLowerCase() : sign) === target.charAt(0));
  const firsts = patterns.flatMap(({ target }) => [
    target.charAt(0),
    target.charAt(0).toUpperCase(),
  ]);
  const byFirst = new Map(firsts.map((sign) => [sign, beginning(sign)]));
  for (const sign of ["%", "\\", "&"]) byFirst.set(sign, patterns);
  return (text) => replaced(text, byFirst);
}

function replaced(text: string, byFirst: ReadonlyMap<string, Pattern[]>): string {
  const budget = { left: stepsFor(text) };
  let kept = "";
  let copied = 0;
  for (let at = 0; at < text.length; at += 1) {
    const beginning = byFirst.get(text.charAt(at));
    if (beginning === undefined) continue;
    const found = longest(text, at, beginning, budget);
    if (budget.left <= 0) return kept + text.slice(copied, at) + notKept;
    if (found === null) continue;
    kept += text.slice(copied, at) + found.sign;
    copied = found.end;
    at = found.end - 1;
  }
  return copied === 0 ? text : kept + text.slice(copied);
}

/** A shorter secret may be the beginning of a longer one. */
function longest(text: string, at: number, patterns: Pattern[], budget: Budget) {
  let best: { end: number; sign: string } | null = null;
  for (const pattern of patterns) {
    const end = endOf(text, at, pattern, budget);
    if (end > (best?.end ?? -1)) best = { end, sign: pattern.sign };
  }
  return best;
}
