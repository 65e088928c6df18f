import { plainLine } from "@/lib/checklist/plain";
import { isBlank, knownField } from "@/lib/checklist/words";

/** `**Key**: value` on a line of its own or behind another; offsets are those of the value. */
export type FieldLine = {
  label: string;
  value: string;
  line: number;
  start: number;
  end: number;
};

export type SplitLines = { fields: FieldLine[]; rest: { text: string; line: number }[] };

const boldKey =
  /\*\*(?=\S)([^*\n]+?)\*\*[ \t]*[::][ \t]*|\*\*(?=\S)([^*\n]+?)[ \t]*[::][ \t]*\*\*[ \t]*/g;
const plainKey = /^([^:*_|[\]\n]{1,40}?)[ \t]*[::][ \t]*/;
const laterDate = /(?<=[\s_)])((?:Date|Time|날짜|일자|일시))[ \t]*[::][ \t]*/g;
const lead = /^[ \t>]*(?:[-*+][ \t]+)?/;

/** Splits the lines of a block into fields and the rest. `plain`: well-known names count without bold, too. */
export function splitLines(
  source: string,
  block: { start: number; end: number; line: number },
  plain: boolean,
): SplitLines {
  const found: SplitLines = { fields: [], rest: [] };
  let at = block.start;
  for (let line = block.line; at <= block.end && at <= source.length; line++) {
    const newline = source.indexOf("\n", at);
    const end = newline === -1 || newline > block.end ? block.end : newline;
    const start = at + (lead.exec(source.slice(at, end))?.[0].length ?? 0);
    const fields = fieldsOfLine(source, start, end, line, plain);
    const text = source.slice(start, end).trim();
    if (fields.length > 0) found.fields.push(...fields);
    else if (text !== "") found.rest.push({ text, line });
    if (newline === -1) break;
    at = end + 1;
  }
  return found;
}

function fieldsOfLine(
  source: string,
  start: number,
  end: number,
  line: number,
  plain: boolean,
): FieldLine[] {
  const raw = source.slice(start, end);
  let keys = [...raw.matchAll(boldKey)].map((m) => ({
    label: m[1] ?? m[2] ?? "",
    from: m.index,
    to: m.index + m[0].length,
  }));
  if (keys[0]?.from !== 0) keys = plain ? plainKeys(raw) : [];
  return keys.map((key, index) => {
    const stop = keys[index + 1]?.from ?? raw.length;
    const value = raw.slice(key.to, stop);
    const kept = value.replace(/\\?[ \t]*$/, "").length;
    const text = plainLine(value.slice(0, kept));
    return {
      label: plainLine(key.label),
      value: isBlank(text) ? "" : text,
      line,
      start: start + key.to,
      end: start + key.to + kept,
    };
  });
}

function plainKeys(raw: string): { label: string; from: number; to: number }[] {
  const first = plainKey.exec(raw);
  if (!first || knownField(first[1] ?? "") === null) return [];
  const keys = [{ label: first[1] ?? "", from: 0, to: first[0].length }];
  for (const later of raw.matchAll(laterDate)) {
    if (later.index < first[0].length) continue;
    keys.push({ label: later[1] ?? "", from: later.index, to: later.index + later[0].length });
  }
  return keys;
}
