import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ChecklistError } from "@/lib/checklist/errors";
import { flattenItems } from "@/lib/checklist/outline";
import { readChecklist } from "@/lib/checklist/read";
import { decode } from "@/lib/checklist/repair";
import type { Checklist } from "@/lib/checklist/schema";

const file = (name: string) => readFileSync(new URL(`./testdata/${name}`, import.meta.url));
const itemsOf = (checklist: Checklist) => flattenItems(checklist).map(({ item }) => item);
const labels = (text: string) => itemsOf(readChecklist(text)).map((item) => item.label);
const sectionsOf = (text: string) =>
  readChecklist(text).stages.flatMap((stage) =>
    stage.sections.map((section) => [section.title, section.items.map((item) => item.label)]),
  );
const codes = (text: string) =>
  readChecklist(text).warnings.map(({ line, code }) => `${line} ${code}`);

describe("the seed", () => {
  const { text } = decode(file("seed.md"));
  const seed = readChecklist(text);

  test("has its 111 items in 20 sections of 6 stages, and everything else", () => {
    expect(seed.counts).toEqual({
      stages: 6,
      sections: 20,
      items: 111,
      taskItems: 116,
      taskChoices: 0,
      required: 109,
      claimed: 0,
      commands: 8,
      probes: 0,
      teamSignOffs: 5,
      contacts: 5,
      references: 6,
      finalSignOff: 1,
    });
    expect(seed.stages.map((stage) => stage.kind)).toEqual([
      "prepare",
      "deploy",
      "verify",
      "rollback",
      "go-live",
      "follow-up",
    ]);
    expect(seed.title).toBe("Production Deployment Checklist");
    expect(seed.fields.map(({ key, value }) => [key, value])).toEqual([
      ["project", "Knowledge Database System"],
      ["version", "1.0.0"],
      ["date", ""],
      ["deployedBy", ""],
      ["environment", "AWS Production"],
    ]);
    expect(seed.signOffs.map(({ team }) => team)).toEqual([
      "Development",
      "QA",
      "Security",
      "DevOps",
      "Product owner",
    ]);
    expect(seed.finalSignOff).toMatchObject({
      notesLine: 236,
      deployedByLine: 238,
      approvedByLine: 240,
    });
    expect(seed.warnings.map(({ line, code }) => [line, code])).toEqual([[255, "text-kept"]]);
  });

  test("keeps its commands, numbered steps and keys", () => {
    const items = new Map(itemsOf(seed).map((item) => [item.key, item]));
    const rollback = items.get("if-issues-detected/execute-rollback");
    expect(rollback).toMatchObject({
      ordered: true,
      command: { language: "bash", text: "./scripts/rollback.sh production app" },
    });
    expect(
      items.get("infrastructure-prerequisites/domain-name-configured-if-applicable")?.required,
    ).toBe(false);
  });

  test("reads the same from the garbled copy", () => {
    const garbled = decode(file("seed.garbled.md"));
    expect(readChecklist(garbled.text, garbled.repaired)).toEqual({
      ...seed,
      repaired: "mac-roman",
    });
  });
});

describe("items", () => {
  test("of every list shape, at any depth, in quotes and folds", () => {
    const text =
      "* [ ] a\n  + [x] b\n    1. [ ] c\n\n> - [ ] d\n\n<details>\n\n- [ ] e\n\n</details>\n\n- plain\n  - [ ] f";
    expect(labels(text)).toEqual(["a", "b", "c", "d", "e", "f"]);
    const [a, b] = itemsOf(readChecklist(text));
    expect(a?.children[0]).toBe(b);
    expect(b?.claimed).toBe(true);
    expect(itemsOf(readChecklist(text)).at(-1)?.group).toBe("plain");
  });

  test("not in code, comments or HTML, but told there", () => {
    const text =
      "- [ ] a\n\n```\n- [ ] no\n```\n\n<!-- - [ ] no -->\n\n<div>\n- [ ] no\n</div>\n\n    - [ ] no";
    expect(labels(text)).toEqual(["a"]);
    expect(codes(text)).toEqual(expect.arrayContaining(["10 item-in-html", "13 item-in-code"]));
    expect(codes("- [] a\n- [ ]\n\n[ ] b\n\n- [ ] c")).toEqual(
      expect.arrayContaining(["1 looks-like-item", "2 looks-like-item", "4 looks-like-item"]),
    );
    expect(codes("- [ ] a\n  ```\n  x\n```\n- [ ] b")).toContain("4 fence-not-closed");
  });

  test("from headings, tables and glyphs", () => {
    const text =
      "### [ ] A\n- [ ] under\n\n## B\n| # | Check | Done |\n|-|-|-|\n| 1 | Disk | [x] |\n\n☐ one\n⬜ two";
    expect(
      itemsOf(readChecklist(text)).map(({ label, source, claimed }) => [label, source, claimed]),
    ).toEqual([
      ["A", "heading", false],
      ["under", "task", false],
      ["Disk", "table", true],
      ["one", "glyph", false],
      ["two", "glyph", false],
    ]);
    expect(labels("| Check | Dev | Prod |\n|-|-|-|\n| Disk | [ ] | [ ] |")).toEqual([
      "Disk (Dev)",
      "Disk (Prod)",
    ]);
    expect(labels("| Check | Yes | No |\n|-|-|-|\n| Disk | [ ] | [ ] |")).toEqual(["Disk"]);
  });

  test("with description, commands, probe and sub-bullets", () => {
    const text =
      "- [ ] a\n  more\n\n  - Target: 1\n\n  ```sh\n  one\n  ```\n  ```\n  two\n  ```\n  ```probe\n  kind: http\n  ```\n  ```probe\n  [\n  ```";
    const [item] = itemsOf(readChecklist(text));
    expect(item).toMatchObject({
      label: "a more",
      command: { language: "sh", text: "one", attached: true },
      moreCommands: [{ language: null, text: "two" }],
      probe: { spec: { kind: "http" }, error: null },
    });
    expect(item?.description).toContain("- Target: 1");
    expect(codes(text)).toContain("15 probe-extra");
    expect(codes("- [ ] a\n  ```probe\n  just text\n  ```")).toContain("2 probe-invalid");
  });

  test("a code block beside an item is offered as its command", () => {
    const [a, b] = itemsOf(
      readChecklist("- [ ] a\n```\none\n```\n\nThen run:\n```\ntwo\n```\n- [ ] b"),
    );
    expect(a?.command).toMatchObject({ text: "one", attached: false });
    expect(b?.command).toMatchObject({ text: "two", attached: false });
  });

  test("keys: written ones hold, the same label counts up, a key used twice is told", () => {
    const text =
      "## S\n- [ ] a {#s/b}\n- [ ] b\n- [ ] b\n- [ ] c {#s/b}\n- [ ] 백업 확인\n- [ ] d {#no good}";
    const checklist = readChecklist(text);
    expect(itemsOf(checklist).map((item) => item.key)).toEqual([
      "s/b",
      "s/b.2",
      "s/b.3",
      "s/b.4",
      "s/백업-확인",
      "s/d-no-good",
    ]);
    expect(codes(text)).toContain("5 duplicate-key");
  });

  test("more than 5,000 are refused, nesting without end too", () => {
    expect(readChecklist("- [ ] a\n".repeat(5000)).counts.items).toBe(5000);
    expect(() => readChecklist("- [ ] a\n".repeat(5001))).toThrow(ChecklistError);
    expect(() => readChecklist(`${"> ".repeat(5000)}- [ ] a`)).toThrow(
      "Line 1 stands more than 100",
    );
  }, 20_000);
});

describe("structure", () => {
  test("stages are the shallowest level with two headings that have items", () => {
    const text = "# T\n## Only\n### Prepare\n- [ ] a\n### Deploy\n#### Phase\n- [ ] b\n";
    expect(readChecklist(text).stages.map(({ kind, title }) => [kind, title])).toEqual([
      ["prepare", "Prepare"],
      ["deploy", "Deploy"],
    ]);
    const outside = readChecklist("- [ ] first\n## Prepare\n- [ ] a\n## Deploy\n- [ ] b");
    expect(outside.stages.map(({ kind, title }) => [kind, title])).toEqual([
      ["other", ""],
      ["prepare", "Prepare"],
      ["deploy", "Deploy"],
    ]);
    expect(
      readChecklist("# T\n## One\n- [ ] a").stages.map(({ kind, title }) => [kind, title]),
    ).toEqual([["other", ""]]);
  });

  test("bold lines, A. lines and raw headings serve as headings", () => {
    expect(sectionsOf("**One**\n- [ ] a\n\nB. Two\n- [ ] b\n\n<h2>Three</h2>\n\n- [ ] c")).toEqual([
      ["One", ["a"]],
      ["B. Two", ["b"]],
      ["Three", ["c"]],
    ]);
  });

  test("stage kinds come from English and Korean words", () => {
    const kinds = [
      "배포 전 준비",
      "배포",
      "배포 후 검증",
      "롤백",
      "서비스 오픈",
      "사후 작업",
      "Topics",
    ].map((title) => `## ${title}\n- [ ] a\n`);
    expect(readChecklist(kinds.join("\n")).stages.map((stage) => stage.kind)).toEqual([
      "prepare",
      "deploy",
      "verify",
      "rollback",
      "go-live",
      "follow-up",
      "other",
    ]);
  });

  test("front matter, CRLF and tabs are read", () => {
    const checklist = readChecklist(
      "---\r\ntitle: Front\r\nversion: 2.0.0\r\n---\r\n-\t[ ] a\r\n\t- [ ] b\r\n",
    );
    expect(checklist.title).toBe("Front");
    expect(checklist.fields).toEqual([
      { key: "version", label: "version", value: "2.0.0", line: 3 },
    ]);
    expect(itemsOf(checklist).map((item) => item.label)).toEqual(["a", "b"]);
  });

  test("nothing is dropped: prose is kept with its heading and told", () => {
    const checklist = readChecklist("## About\nProse.\n\n## Do\nIntro.\n\n- [ ] a\n\nOutro.");
    expect(checklist.texts).toEqual([{ line: 2, title: "About", text: "Prose." }]);
    expect(checklist.stages[0]?.sections[0]).toMatchObject({
      description: "Intro.",
      notes: "Outro.",
    });
  });
});

describe("sign-offs", () => {
  test("under a heading of approvals teams sign, work stays work", () => {
    const text =
      "## Approvals\n- [ ] QA\n- [ ] Security Lead: ____\n- [ ] 개발팀 승인\n- [ ] Obtain CAB approval";
    const checklist = readChecklist(text);
    expect(checklist.signOffs.map((signOff) => signOff.team)).toEqual([
      "QA",
      "Security Lead",
      "개발",
    ]);
    expect(itemsOf(checklist).map((item) => item.label)).toEqual(["Obtain CAB approval"]);
  });

  test("elsewhere only when all are approvals; one among others is an item, and told", () => {
    expect(
      readChecklist("## X\n- [ ] QA team approval\n- [ ] Ops team approval").counts.teamSignOffs,
    ).toBe(2);
    expect(codes("## X\n- [ ] QA team approval\n- [ ] b")).toContain("2 approval-as-item");
  });

  test("the final one is found inline, as list items, with glyphs, in Korean", () => {
    for (const [choices, taskChoices] of [
      ["**Deployment Status**: [ ] Success [ ] Partial [ ] Failed", 0],
      ["- [ ] Success\n- [ ] Partial\n- [ ] Failed", 3],
      ["☐ Success ☐ Partial ☐ Failed", 0],
      ["**배포 상태**: ☐ 성공 ☐ 부분 성공 ☐ 실패", 0],
    ] as const) {
      const checklist = readChecklist(
        `- [ ] a\n\n## 최종 승인\n${choices}\n\n배포자: ____ 날짜: ____\n\n**Approved By**: ____`,
      );
      expect(checklist.finalSignOff?.choices.map((choice) => choice.outcome)).toEqual([
        "success",
        "partial",
        "failed",
      ]);
      expect(checklist.finalSignOff?.deployedByLine).not.toBeNull();
      expect(checklist.finalSignOff?.approvedByLine).not.toBeNull();
      expect(checklist.counts).toMatchObject({ items: 1, taskChoices });
    }
  });
});

describe("links", () => {
  test("only http, https, mailto, tel and relative ones become references", () => {
    const urls = [
      "javascript:alert(1)",
      "JaVaScRiPt:x",
      "data:text/html,x",
      "vbscript:x",
      "file:///etc/passwd",
      "https://a.b/c",
      "mailto:a@b.c",
      "tel:+82",
      "docs/a.md",
      "#x",
      "?a:b",
    ];
    const text = `## References\n${urls.map((url) => `- [l](${url})`).join("\n")}\n`;
    const checklist = readChecklist(`- [ ] a\n\n${text}`);
    expect(checklist.references.map((reference) => reference.url)).toEqual(urls.slice(5));
    expect(checklist.warnings.filter((warning) => warning.code === "unsafe-link")).toHaveLength(5);
    expect(checklist.texts[0]?.text).toContain("file:///etc/passwd");
  });
});
