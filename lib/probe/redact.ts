import { type Reading, readingsAt } from "@/lib/probe/spelling";

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

/** An escape that the end of the text cuts off. */
const cutEscape = /^(%(25){0,2}[0-9a-f]?|\\{1,8}(u0{0,2}[0-9a-f]?|x[0-9a-f]?)?|&[#a-z0-9]{0,7})$/i;
/** What may stand behind a cut: the quote that closes it, an ellipsis. */
const afterCut = /^["'”…)\]}.]{1,3}$/;

const meets = ({ sign }: Reading, wanted: string, fold: boolean) =>
  (fold ? sign.toLowerCase() : sign) === wanted;

/** Steps that reading may take: a server knows the secret, and could send what is slow to compare with it. */
type Budget = { left: number };
const stepsFor = (text: string) => 100_000 + text.length / 8;
const notKept = "[rest not kept]";

/** The end of a secret whose first sign is one of `first`, whole or cut off by the end of the text; -1 when there is none. */
function endOf(text: string, first: Reading[], pattern: Pattern, budget: Budget): number {
  const { target, fold, between } = pattern;
  let heads = first.flatMap((one) => (meets(one, target.charAt(0), fold) ? [one.end] : []));
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
        for (const one of readingsAt(text, start)) if (meets(one, wanted, fold)) next.add(one.end);
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

/** Where a spelling may begin: its first sign and what may come next, or an escape. Most texts have few such places. */
function beginnings(patterns: readonly Pattern[]): RegExp {
  const sign = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const either = (one: string, fold: boolean) => sign(one) + (fold ? sign(one.toUpperCase()) : "");
  const plain = patterns.map(({ target, fold }) => {
    const next = either(target.charAt(1), fold);
    return `[${either(target.charAt(0), fold)}](?=[${next}%\\\\&+\\0\\ufffd\\r\\n :-]|$)`;
  });
  return new RegExp([...new Set(plain), "[%\\\\&]"].join("|"), "g");
}

/** A function that replaces each spelling of each secret by `[secret NAME]`. */
export function redactor(secrets: ReadonlyMap<string, string>): (text: string) => string {
  if (secrets.size === 0) return asItIs;
  const patterns = [...secrets].flatMap(([name, value]) => patternsOf(name, value));
  const beginning = beginnings(patterns);
  return (text) => replaced(text, patterns, beginning);
}

function replaced(text: string, patterns: readonly Pattern[], beginning: RegExp): string {
  const budget = { left: stepsFor(text) };
  let kept = "";
  let copied = 0;
  beginning.lastIndex = 0;
  for (let place = beginning.exec(text); place !== null; place = beginning.exec(text)) {
    budget.left -= 1;
    const found = longest(text, place.index, patterns, budget);
    if (budget.left <= 0) return kept + text.slice(copied, place.index) + notKept;
    if (found === null) continue;
    kept += text.slice(copied, place.index) + found.sign;
    copied = found.end;
    beginning.lastIndex = found.end;
  }
  return copied === 0 ? text : kept + text.slice(copied);
}

/** A shorter secret may be the beginning of a longer one. */
function longest(text: string, at: number, patterns: readonly Pattern[], budget: Budget) {
  let best: { end: number; sign: string } | null = null;
  const first = readingsAt(text, at);
  for (const pattern of patterns) {
    const end = endOf(text, first, pattern, budget);
    if (end > (best?.end ?? -1)) best = { end, sign: pattern.sign };
  }
  return best;
}
