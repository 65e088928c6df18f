/** A line of an assertion taken apart as it was written, for people; what it means is read in assertion.ts. */
export type SaidLine = {
  /** `all`, `max`, …; null where the line says none. */
  aggregate: string | null;
  /** `days left`, `$.items[?@.a == 1].b`, `load{job="web"}`: the name that its figure has, too. */
  subject: string;
};

const closers: Readonly<Record<string, string>> = { "[": "]", "{": "}", "(": ")" };
const tail = /(?:\s+in\s+\S+)?\s*(?:==|!=|<=|>=|<|>|\scontains(?=[\s"]))/y;
const aggregated = /^(single|all|any|max|min|sum)\s+(?=[A-Za-z_:])/;

/** Where the comparison begins: operators in brackets and quotes belong to the subject. */
function endOfSubject(line: string): number {
  const open: string[] = [];
  let quote = "";
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (quote !== "") {
      if (char === "\\") at += 1;
      else if (char === quote) quote = "";
      continue;
    }
    tail.lastIndex = at;
    if (open.length === 0 && tail.test(line)) return at;
    const closer = closers[char];
    if (closer) open.push(closer);
    else if (char === open.at(-1)) open.pop();
    else if (open.length > 0 && (char === '"' || char === "'")) quote = char;
  }
  return line.length;
}

export function saidLine(text: string): SaidLine {
  const line = text.trim();
  const aggregate = aggregated.exec(line);
  const rest = line.slice(aggregate?.[0].length ?? 0);
  return {
    aggregate: aggregate?.[1] ?? null,
    subject: rest.slice(0, endOfSubject(rest)).trim(),
  };
}
