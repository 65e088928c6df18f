/** What the text format and OpenMetrics have in common below the line: names, quoted texts, numbers. */

/** Ends the reading of a document with the reason; caught by the two parsers, and nowhere else. */
export class WrongLine extends Error {
  /** The line it is about, when that is not the one being read. */
  readonly line: number | null;

  constructor(reason: string, line: number | null = null) {
    super(reason);
    this.name = "WrongLine";
    this.line = line;
  }
}

export const shown = (text: string) => JSON.stringify(text.slice(0, 64));

const metricName = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const labelName = /[A-Za-z_][A-Za-z0-9_]*/y;

/** The name that begins at `from`, or "" when none does. */
function nameAt(pattern: RegExp, text: string, from: number): string {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? "";
}

export const metricNameAt = (text: string, from: number) => nameAt(metricName, text, from);

/** How the two formats differ inside braces and quotes. */
export type Dialect = {
  /** Blanks between tokens, and a comma after the last label. */
  loose: boolean;
  /** A backslash before anything but `\`, `n` and `"` stands for itself. */
  freeEscapes: boolean;
};

const escapes: Readonly<Record<string, string>> = { "\\": "\\", n: "\n", '"': '"' };

/** A text in quotes whose first character after the quote is at `from`; `end` is after the closing quote. */
export function readQuoted(
  text: string,
  from: number,
  { freeEscapes }: Pick<Dialect, "freeEscapes">,
): { value: string; end: number } {
  let value = "";
  let start = from;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') return { value: value + text.slice(start, at), end: at + 1 };
    if (sign !== "\\") continue;
    const next = text[at + 1] ?? "";
    const meant = escapes[next];
    if (meant === undefined && !freeEscapes) throw new WrongLine(`\\${next} escapes nothing`);
    value += text.slice(start, at) + (meant ?? `\\${next}`);
    start = at + 2;
    at += 1;
  }
  throw new WrongLine("a text without its closing quote");
}

type Term = { name: string; quoted: boolean; end: number };

/** A name as such or, since names may be any UTF-8, in quotes. */
export function readName(pattern: "metric" | "label", text: string, from: number): Term {
  if (text[from] === '"') {
    const { value, end } = readQuoted(text, from + 1, { freeEscapes: false });
    if (value === "") throw new WrongLine("an empty name");
    return { name: value, quoted: true, end };
  }
  const name = nameAt(pattern === "metric" ? metricName : labelName, text, from);
  return { name, quoted: false, end: from + name.length };
}

export type LabelSet = {
  /** A metric name in quotes among the labels: `{"my.metric",a="b"}`. */
  name: string | null;
  pairs: Map<string, string>;
  /** After the closing brace. */
  end: number;
};

/** Labels whose opening brace is before `from`. */
export function readLabels(text: string, from: number, dialect: Dialect): LabelSet {
  const skip = (at: number) => (dialect.loose ? skipBlanks(text, at) : at);
  const set: LabelSet = { name: null, pairs: new Map(), end: 0 };
  let at = skip(from);
  if (text[at] === "}") return { ...set, end: at + 1 };
  for (;;) {
    at = skip(readTerm(text, at, dialect, set));
    if (text[at] === "}") return { ...set, end: at + 1 };
    if (text[at] !== ",") throw new WrongLine("labels need a comma between them and } at the end");
    at = skip(at + 1);
    if (dialect.loose && text[at] === "}") return { ...set, end: at + 1 };
  }
}

/** One `name="value"`, or a quoted metric name; gives the place after it. */
function readTerm(text: string, from: number, dialect: Dialect, set: LabelSet): number {
  const skip = (at: number) => (dialect.loose ? skipBlanks(text, at) : at);
  const { name, quoted, end } = readName("label", text, from);
  if (name === "") throw new WrongLine(`a label name was expected at ${shown(text.slice(from))}`);
  const equal = skip(end);
  if (text[equal] !== "=") {
    if (!quoted) throw new WrongLine(`= was expected after the label name ${shown(name)}`);
    if (set.name !== null) throw new WrongLine("two metric names");
    set.name = name;
    return end;
  }
  const quote = skip(equal + 1);
  if (text[quote] !== '"') throw new WrongLine(`the value of label ${shown(name)} needs quotes`);
  if (name === "__name__") throw new WrongLine("the label name __name__ is reserved");
  if (set.pairs.has(name)) throw new WrongLine(`label ${shown(name)} twice`);
  const value = readQuoted(text, quote + 1, dialect);
  set.pairs.set(name, value.value);
  return value.end;
}

export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at += 1;
  return at;
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A decimal number within the range of a double; null for anything else. */
export function readDecimal(raw: string): number | null {
  const value = decimal.test(raw) ? Number(raw) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** A decimal number, an infinity, or NaN without a sign, in any case; null for anything else. */
export function readValue(raw: string): number | null {
  if (/^nan$/i.test(raw)) return Number.NaN;
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(raw);
  if (infinite !== null) return infinite[1] === "-" ? -Infinity : Infinity;
  return readDecimal(raw);
}

/** Sign, power of ten of the first digit, and digits without zeros at either end. */
function normal(raw: string): { sign: number; power: number; digits: string } {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(raw);
  const [, minus, whole = "", fraction = "", exponent = "0"] = parts ?? [];
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first < 0) return { sign: 0, power: 0, digits: "" };
  const power = whole.length - first + Number(exponent);
  let end = all.length;
  while (all[end - 1] === "0") end -= 1;
  return { sign: minus === "-" ? -1 : 1, power, digits: all.slice(first, end) };
}

/** Compares two decimals exactly, beyond the digits of a double: below, at or above zero. */
export function compareDecimals(left: string, right: string): number {
  const [a, b] = [normal(left), normal(right)];
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.power !== b.power) return a.sign * (a.power - b.power);
  return a.digits === b.digits ? 0 : a.sign * (a.digits < b.digits ? -1 : 1);
}
