/** Inline Markdown as data: what is not one of these stays text. */
export type InlineToken =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong" | "em"; children: InlineToken[] }
  | { kind: "link"; href: string; children: InlineToken[] };

const rules: {
  pattern: RegExp;
  make: (hit: RegExpExecArray, depth: number) => InlineToken | null;
}[] = [
  { pattern: /\\([!-/:-@[-`{-~])/y, make: ([, text = ""]) => ({ kind: "text", text }) },
  {
    pattern: /&#(\d{1,6});/y,
    make: ([, code]) => ({ kind: "text", text: character(Number(code)) }),
  },
  {
    pattern: /(`+)(?!`)([^\n]*?[^`\n])\1(?!`)/y,
    make: ([, , text = ""]) => ({ kind: "code", text: text.replace(/^ (.*\S.*) $/, "$1") }),
  },
  {
    pattern: /\[([^[\]\n]{1,500})\]\(<?([^\s<>()]{1,2000})>?(?:\s+"[^"\n]*")?\)/y,
    make: ([, label = "", href = ""], depth) => link(href, inlineTokens(label, depth + 1)),
  },
  {
    pattern: /<((?:https?:\/\/|mailto:|tel:)[^\s<>]{1,2000})>/y,
    make: ([, href = ""]) => bare(href),
  },
  { pattern: /https?:\/\/[^\s<>()[\]"'`*]*[^\s<>()[\]"'`*.,;:!?]/y, make: ([href]) => bare(href) },
  {
    pattern: /(\*\*|__)(?=\S)([^\n]{0,2000}?\S)\1/y,
    make: ([, , text = ""], depth) => ({ kind: "strong", children: inlineTokens(text, depth + 1) }),
  },
  {
    pattern: /\*(?=[^\s*])([^\n*]{0,2000}?[^\s*])\*/y,
    make: ([, text = ""], depth) => ({ kind: "em", children: inlineTokens(text, depth + 1) }),
  },
  {
    pattern: /(?<![\p{L}\p{N}])_(?=[^\s_])([^\n_]{0,2000}?[^\s_])_(?![\p{L}\p{N}])/uy,
    make: ([, text = ""], depth) => ({ kind: "em", children: inlineTokens(text, depth + 1) }),
  },
];

const starts = /[\\&`[<*_h]/g;
const deepest = 4;

export function inlineTokens(text: string, depth = 0): InlineToken[] {
  const tokens: InlineToken[] = [];
  const push = (plain: string) => {
    const before = tokens.at(-1);
    if (before?.kind === "text") before.text += plain;
    else if (plain !== "") tokens.push({ kind: "text", text: plain });
  };
  let at = 0;
  while (at < text.length) {
    starts.lastIndex = at;
    const next = depth < deepest ? (starts.exec(text)?.index ?? text.length) : text.length;
    push(text.slice(at, next));
    at = next;
    if (at >= text.length) break;
    const found = tokenAt(text, at, depth);
    if (found?.token.kind === "text") push(found.token.text);
    else if (found) tokens.push(found.token);
    else push(text.charAt(at));
    at = found?.end ?? at + 1;
  }
  return tokens;
}

function tokenAt(
  text: string,
  at: number,
  depth: number,
): { token: InlineToken; end: number } | null {
  for (const { pattern, make } of rules) {
    pattern.lastIndex = at;
    const hit = pattern.exec(text);
    const end = pattern.lastIndex;
    const token = hit && make(hit, depth);
    if (token) return { token, end };
  }
  return null;
}

const character = (code: number): string =>
  code > 0 && code <= 0x10_ff_ff && (code < 0xd800 || code > 0xdfff)
    ? String.fromCodePoint(code)
    : "\uFFFD";

const bare = (href: string): InlineToken | null => link(href, [{ kind: "text", text: href }]);

function link(href: string, children: InlineToken[]): InlineToken | null {
  return isSafeHref(href) ? { kind: "link", href, children } : null;
}

/** http, https, mailto, tel or relative; browsers drop white space and control characters in a scheme. */
export function isSafeHref(href: string): boolean {
  const packed = [...href].filter((each) => each > " " && each !== "\u007F").join("");
  const scheme = /^([^/?#:]*):/.exec(packed)?.[1];
  return scheme === undefined || /^(?:https?|mailto|tel)$/i.test(scheme);
}
