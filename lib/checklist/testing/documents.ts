import fc from "fast-check";

/** Documents of every shape that the reader knows, and of some that it does not. */

const label = fc.constantFrom(
  "Back up the database",
  "Back up the database",
  "Run `deploy.sh --all` twice",
  "**Verify** _health_ of [the API](https://api.example.com/a_b)",
  "데이터베이스 백업 확인",
  "تحقق من النسخ الاحتياطي",
  "Domain configured (if applicable)",
  "Warm the cache (optional)",
  "Set [PLACEHOLDER] in <host> & reload",
  "Version v1.0.0 & {{BASE_URL}}",
  "QA team approval",
  "Keep it {#written-key}",
  "Failed jobs are retried",
  "a &amp; b \\*c\\* ~~d~~",
  "한 줄\n   이어지는 줄",
  "1. not a list",
  "☐ twice boxed",
  "open [link](",
  "open `code and <b",
  "ends in a \\",
);

const code = fc.constantFrom<string[][]>(
  ["```bash", "./run.sh", "```"],
  ["~~~", "a ``` b", "- [ ] not an item", "~~~"],
  ["```", "", "\tindented", "```"],
  ["```probe", "kind: http", "url: '{{BASE_URL}}/health'", "```"],
);

const indent = (lines: string[], by: string): string[] =>
  lines.map((line) => (line === "" ? "" : by + line));

type Entry = { marker: string; box: string; label: string; below: string[] };

const below = (depth: number): fc.Arbitrary<string[]> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<string[]>([]) },
    { weight: 2, arbitrary: code },
    { weight: 1, arbitrary: fc.constant<string[]>(["", "Further text under it."]) },
    { weight: 1, arbitrary: fc.constant<string[]>(["- Target: 200 ms", "- Actual: ____"]) },
    { weight: 1, arbitrary: fc.constant<string[]>(["> quoted", "> - [ ] in a quote"]) },
    ...(depth > 0 ? [{ weight: 3, arbitrary: list(depth - 1) }] : []),
  );

const list = (depth: number): fc.Arbitrary<string[]> =>
  fc
    .array(
      fc.record<Entry>({
        marker: fc.constantFrom("-", "-", "-", "*", "+", "1.", "2)"),
        box: fc.constantFrom(
          "[ ] ",
          "[ ] ",
          "[ ] ",
          "[x] ",
          "[X] ",
          "",
          "☐ ",
          "⬜ ",
          "[ ]\t",
          "[] ",
        ),
        label,
        below: below(depth),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((entries) =>
      entries.flatMap(({ marker, box, label: text, below: inner }) => [
        ...`${marker} ${box}${text}`.split("\n"),
        ...indent(inner, " ".repeat(marker.length + 1)),
      ]),
    );

const title = fc.constantFrom(
  "📋 Pre-Deployment Checklist",
  "Deployment Steps",
  "🔍 Post-Deployment Verification",
  "롤백 절차",
  "Go-Live Checklist",
  "사후 작업",
  "1. Code Readiness",
  "Phase 2: Database",
  "Phase 2: Database",
  "Technical Sign-offs",
  "승인",
  "Notes",
);

const heading = fc
  .tuple(fc.integer({ min: 1, max: 4 }), title, fc.nat(9))
  .map(([level, text, form]) => {
    if (form === 0) return [`**${text}**`, ""];
    if (form === 1) return [`<h${level}>${text}</h${level}>`, ""];
    if (form === 2) return [text, "---", ""];
    if (form === 3) return [`A. ${text}`, ""];
    if (form === 4) return [`${"#".repeat(level)} [ ] ${text} ##`, ""];
    return [`${"#".repeat(level)} ${text}`, ""];
  });

const contacts = fc.constant([
  "| Role | Name | Contact | Escalation |",
  "|---|---|---|---|",
  "| DevOps Lead | ____ | ____ | Primary |",
  "| DBA | Kim | kim@example.com | |",
]);

const other = fc.constantFrom(
  [
    "| Check | Owner | Done |",
    "|---|---|---|",
    "| Disk space | Lee | [ ] |",
    "| Backups | | [x] |",
  ],
  ["| Check | Dev | Prod |", "|---|---|---|", "| Disk space | [ ] | [ ] |"],
  ["☐ Look at the board", "☐ Ring the bell", "and listen"],
  ["- Backend", "  - [ ] build", "    - [ ] push", "- Frontend", "  1. [ ] build"],
  ["```bash", "./beside.sh", "```"],
  ["<!-- - [ ] hidden -->"],
  ["<details>", "<summary>More</summary>", "", "- [ ] folded", "", "</details>"],
  ["> ## Quoted", "> - [ ] in a quote", ">   ```sh", ">   ls", ">   ```"],
  ["---"],
  ["Some prose with [ ] in it."],
  ["- [ ] QA team approval", "- [ ] Security team approval"],
  ["\t- [ ] indented code or not"],
  [
    "**Deployment Status**: [ ] Success [ ] Partial [ ] Failed",
    "",
    "**Deployed By**: ____ **Date**: ____",
  ],
  ["- [ ] Success", "- [ ] Failed", "", "**Approved By**: ____"],
  ["[^1]: A note", "    - [ ] in a footnote"],
  ["- [ ] First line  ", "  second line", "- [ ] lazy", "continuation"],
);

const references = fc.constant([
  "## Reference Documents",
  "",
  "- [Guide](docs/GUIDE.md)",
  "- <https://example.com/a?b=c&d>",
]);

const frontMatter = fc.constant(["---", "title: A release", "owner: Kim", "---", ""]);
const header = fc.constant([
  "# Release",
  "",
  "**Project**: Knowledge  ",
  "**Version**: 1.0.0  ",
  "**Date**: ____",
  "",
]);

const block = fc.oneof(
  { weight: 5, arbitrary: list(2) },
  { weight: 5, arbitrary: heading },
  { weight: 3, arbitrary: other },
  { weight: 1, arbitrary: contacts },
  { weight: 1, arbitrary: references },
);

/** The end of a document may be a fence that is never closed. */
const ending = fc.constantFrom<string[][]>([], [], [], ["```", "- [ ] swallowed"]);

export const documents: fc.Arbitrary<string> = fc
  .tuple(
    fc.option(frontMatter, { nil: [] }),
    fc.option(header, { nil: [] }),
    fc.array(fc.tuple(block, fc.boolean()), { maxLength: 10 }),
    ending,
    fc.constantFrom("\n", "\n", "\r\n"),
  )
  .map(([front, head, blocks, end, newline]) =>
    [
      ...front,
      ...head,
      ...blocks.flatMap(([lines, gap]) => (gap ? [...lines, ""] : lines)),
      ...end,
    ].join(newline),
  );

/** Lines of Markdown characters in any order: what nobody means, but somebody pastes. */
export const noise: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      "- [ ] a",
      "- [x]",
      "* [ ] b",
      "1. [ ] c",
      "  ",
      "    ",
      "\t",
      "\n",
      "\n",
      "\n\n",
      "> ",
      "## ",
      "### [ ] h",
      "```",
      "~~~",
      "<div>",
      "</div>",
      "<!--",
      "-->",
      "| a | [ ] |",
      "|---|---|",
      "☐ g",
      "**b**",
      "`",
      "[",
      "](x)",
      "---",
      "{#k}",
      "[^1]: ",
      "\\",
      "Deployed By: __",
      " ",
      "x",
      "☑ ",
      "<details>",
      "</details>",
      "<summary>s</summary>",
      "⟦done⟧",
      "[ ] Success",
      "[ ] Failed",
      "---\n",
      "===",
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(""));
