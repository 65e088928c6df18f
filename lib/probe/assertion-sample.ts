import {
  type Aggregate,
  aggregates,
  type LabelMatch,
  type Read,
  refuse,
  type SampleFunction,
  type Subject,
} from "@/lib/probe/assertion-shape";

/** `[aggregate] [rate|pNN] name{label="x",other!="y"}`, the start of an assertion about samples. */

const start =
  /^(?:(single|all|any|max|min|sum)\s+(?=[A-Za-z_:]))?(?:(rate|p\d{1,2}(?:\.\d{1,3})?)\s+(?!in\s|contains\b)(?=[A-Za-z_:]))?([A-Za-z_:][\w:]*)\s*/;
const label = /^\s*([A-Za-z_]\w*)\s*(=|!=)\s*("(?:[^"\\\n]|\\[\\"n])*")\s*(,|(?=\}))/;

type SampleStart = { aggregate: Aggregate; subject: Subject; rest: string };

/** `only`: the one name that may stand there, which then takes no function; null for any. */
export function readSample(line: string, only: string | null): Read<SampleStart> {
  const found = start.exec(line);
  const [whole = "", first, word, name = ""] = found ?? [];
  if (only !== null && (name !== only || word !== undefined)) {
    return refuse(`must begin with ${only}, or with one of ${aggregates.join(", ")} before it`);
  }
  if (found === null) return refuse("must begin with the name of a metric");
  const over = readFunction(word);
  if (over === null) return refuse(`takes percentiles above p0 and below p100, not ${word}`);
  const read = readMatches(line.slice(whole.length), name);
  if (!read.ok) return read;
  const { labels, rest } = read.value;
  if (over?.type === "quantile" && labels.some((match) => match.name === "le")) {
    return refuse("takes all buckets of a histogram: leave out the label le");
  }
  const metric = over?.type === "quantile" ? name.replace(/_bucket$/, "") : name;
  const shown = line.slice(first?.length ?? 0, line.length - rest.length).trim();
  const subject: Subject = { type: "sample", name: shown, metric, labels };
  if (over !== undefined) subject.over = over;
  const aggregate = aggregates.find((known) => known === first) ?? "single";
  return { ok: true, value: { aggregate, subject, rest } };
}

/** `p99.9` is 999 of 1000: whole numbers, so that ranks are exact. Null for one that is no percentile. */
function readFunction(word: string | undefined): SampleFunction | undefined | null {
  if (word === undefined) return undefined;
  if (word === "rate") return { type: "rate" };
  const [whole = "", fraction = ""] = word.slice(1).split(".");
  const part = Number(whole + fraction);
  return part === 0 ? null : { type: "quantile", part, of: 100 * 10 ** fraction.length };
}

function readMatches(text: string, metric: string): Read<{ labels: LabelMatch[]; rest: string }> {
  const labels: LabelMatch[] = [];
  if (!text.startsWith("{")) return { ok: true, value: { labels, rest: text } };
  let rest = text.slice(1);
  while (!/^\s*\}/.test(rest)) {
    const found = label.exec(rest);
    if (found === null) return refuse(`has labels that are not understood after "${metric}"`);
    const value = (found[3] ?? "")
      .slice(1, -1)
      .replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c));
    labels.push({ name: found[1] ?? "", equal: found[2] === "=", value });
    rest = rest.slice(found[0].length);
  }
  return { ok: true, value: { labels, rest: rest.slice(rest.indexOf("}") + 1) } };
}
