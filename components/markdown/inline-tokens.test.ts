import { describe, expect, it } from "vitest";
import { type InlineToken, inlineTokens } from "@/components/markdown/inline-tokens";

/** As HTML would be, to read the expectations by. */
const shown = (tokens: InlineToken[]): string =>
  tokens
    .map((token) => {
      if (token.kind === "text") return token.text;
      if (token.kind === "code") return `<code>${token.text}</code>`;
      const inner = shown(token.children);
      return token.kind === "link"
        ? `<a ${token.href}>${inner}</a>`
        : `<${token.kind}>${inner}</${token.kind}>`;
    })
    .join("");

const cases: [string, string][] = [
  ["plain 2 * 3 * 4 and snake_case_name", "plain 2 * 3 * 4 and snake_case_name"],
  ["**bold** and *it* and _it_", "<strong>bold</strong> and <em>it</em> and <em>it</em>"],
  ["`a **b**` ``x ` y``", "<code>a **b**</code> <code>x ` y</code>"],
  ["[docs](https://x.dev/a?b=1) end", "<a https://x.dev/a?b=1>docs</a> end"],
  ["see https://x.dev/a.", "see <a https://x.dev/a>https://x.dev/a</a>."],
  ["<mailto:a@b.c>", "<a mailto:a@b.c>mailto:a@b.c</a>"],
  ["[up](../up.md) [tel](tel:+82)", "<a ../up.md>up</a> <a tel:+82>tel</a>"],
  ["[no](javascript:alert1)", "[no](javascript:alert1)"],
  [
    "[no](JaVa\u0001script:x) [no](data:text/html,x)",
    "[no](JaVa\u0001script:x) [no](data:text/html,x)",
  ],
  ["<img src=x onerror=y> <b>raw</b>", "<img src=x onerror=y> <b>raw</b>"],
  ["\\*not\\* &#42;x&#42;", "*not* *x*"],
  [
    "**bold `code` [l](https://a.b)**",
    "<strong>bold <code>code</code> <a https://a.b>l</a></strong>",
  ],
];

describe("inline Markdown", () => {
  it.each(cases)("reads %j", (text, expected) => {
    expect(shown(inlineTokens(text))).toBe(expected);
  });

  it("reads hostile lines to their end", () => {
    // More than linear time would not end within the test's own limit.
    for (const part of ["**a", "[a](", "`", "_a ", "<https://", "*a* **"])
      expect(inlineTokens(part.repeat(5_000)).length).toBeGreaterThan(0);
  });
});
