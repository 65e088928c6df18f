/** Bounds as labels word them: "< 70%", "at least 30 days", "500ms 이하", "80%를 넘지 않음". */

type Op = "<" | "<=" | ">" | ">=";

/** `amount` is written as an assertion takes it: `500ms`, `70%`, `30` for days. */
export type LabelBound = { op: Op; amount: string; index: number };

const number = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)`;

/** How each measure is written in labels, and the unit of an assertion that it becomes. */
const measures = {
  ratio: [["%|percent|퍼센트|프로", "%"]],
  time: [
    ["ms|msecs?|milliseconds?|밀리초", "ms"],
    ["s|secs?|seconds?|초", "s"],
  ],
  days: [["days?|일", ""]],
} as const satisfies Record<string, readonly (readonly [string, string])[]>;

const before: readonly [string, Op][] = [
  [
    "<=|=<|≤|≦|(?:less|lower|fewer|faster) than or equal to|at most|up to|within|max(?:imum)?(?: of)?|최대",
    "<=",
  ],
  [">=|=>|≥|≧|(?:more|higher|greater) than or equal to|at least|min(?:imum)?(?: of)?|최소", ">="],
  ["<|under|below|(?:less|lower|fewer|faster) than", "<"],
  [">|over|above|(?:more|higher|greater) than|exceed(?:s|ing)?", ">"],
];

const after: readonly [string, Op][] = [
  ["이하|이내|까지|넘지|초과하지|or (?:less|lower|below|under|faster)", "<="],
  ["이상|or (?:more|higher|above|greater|better)", ">="],
  ["미만|보다\\s*(?:작|낮|적|빠)", "<"],
  ["초과|보다\\s*(?:크|큰|높|많)", ">"],
];

const opposite: Record<Op, Op> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

const words = (all: readonly [string, Op][]) => all.map(([text]) => text).join("|");

function opOf(all: readonly [string, Op][], word: string): Op | null {
  return all.find(([text]) => new RegExp(`^(?:${text})$`, "i").test(word))?.[1] ?? null;
}

/** Every bound of a measure, in the order of the label. */
export function boundsIn(label: string, measure: keyof typeof measures): LabelBound[] {
  return measures[measure].flatMap(([names, unit]) => boundsWith(label, names, unit)).sort(byPlace);
}

/** The one bound of a measure. With two, nothing says which of them is meant. */
export function boundIn(label: string, measure: keyof typeof measures): LabelBound | null {
  const [first, ...others] = boundsIn(label, measure);
  return first === undefined || others.length > 0 ? null : first;
}

/** Everything that a label compares with, whatever it measures. */
export const allBoundsIn = (label: string): LabelBound[] =>
  (["ratio", "time", "days"] as const).flatMap((measure) => boundsIn(label, measure));

const byPlace = (a: LabelBound, b: LabelBound) => a.index - b.index;

function boundsWith(label: string, names: string, unit: string): LabelBound[] {
  const amount = `${number}\\s*(?:${names})(?![A-Za-z])`;
  const pattern = new RegExp(
    `(?:(?<not>\\b(?:not|no|never)\\s+(?:be\\s+|to\\s+)?)?(?<before>${words(before)})\\s*)?${amount}(?:\\s*[를을이가은는의]?\\s*(?<after>${words(after)}))?`,
    "gi",
  );
  return [...plain(label).matchAll(pattern)].flatMap((found) => {
    const { not, before: front, after: back } = found.groups ?? {};
    const said = front === undefined ? null : opOf(before, front);
    const op = said === null ? (back === undefined ? null : opOf(after, back)) : said;
    if (op === null) return [];
    const digits = (found[3] ?? "").replaceAll(",", "");
    const meant = not === undefined || said === null ? op : opposite[op];
    return [{ op: meant, amount: `${digits}${unit}`, index: found.index }];
  });
}

/** Full-width signs and digits are what Korean keyboards write; they mean the same. */
const plain = (label: string) => label.normalize("NFKC");

/** A share: in percent, or as a bare fraction right after its comparison. */
export function shareIn(label: string): LabelBound | null {
  const percent = boundIn(label, "ratio");
  if (percent !== null || /%|percent|퍼센트/i.test(plain(label))) return percent;
  const bare = /(<=|>=|≤|≥|<|>)\s*(0?\.\d+|1\.0+)(?![\d.%\w])/.exec(plain(label));
  const op = bare === null ? null : opOf(before, bare[1] ?? "");
  if (bare === null || op === null) return null;
  const percents = Number((Number(bare[2]) * 100).toPrecision(12));
  return { op, amount: `${percents}%`, index: bare.index };
}

/** How long it has to hold, as the spec's `for`: "p95 < 500ms for 15 minutes", "15분 동안". */
export function soakIn(label: string): string[] {
  const found =
    /\bfor\s+(?:at least\s+)?(\d{1,3})\s*(min|h)(?:utes?|ours?)?\b/i.exec(label) ??
    /(\d{1,3})\s*(분|시간)\s*(?:동안|간)/.exec(label);
  if (found === null) return [];
  const [, amount = "", unit = ""] = found;
  const hours = /^h|시간/i.test(unit);
  if (Number(amount) < 1 || Number(amount) > (hours ? 24 : 600)) return [];
  return [`for: ${amount} ${hours ? "h, every 5" : "min, every 1"} min`];
}
