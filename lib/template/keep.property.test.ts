import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allSections, findItem, flattenItems } from "@/lib/checklist/outline";
import { readChecklist } from "@/lib/checklist/read";
import { documents } from "@/lib/checklist/testing/documents";
import { keepText } from "@/lib/template/keep";
import type { KeptChanges } from "@/lib/template/kept-items";

const seed = readFileSync(new URL("../checklist/testdata/seed.md", import.meta.url), "utf8");
const none: KeptChanges = {
  ...{ labels: {}, commands: {}, probes: {} },
  ...{ contacts: null, references: null, added: [] },
};
const spec = 'kind: http\ntarget: "{{BASE_URL}}/health"\nassert:\n  - status == 200';
const words = fc.constantFrom(
  "Check (200 OK): fine",
  "a * b_ [x] | <b> `c",
  "라벨 하나",
  "# no heading",
  "Look at www.a_b.c",
);
const commands = fc.constantFrom("make deploy", "a\n\n  b\n\tc", "```\n- [ ] x\n```");
const withItems = documents.filter((text) => readChecklist(text).counts.items > 0);
const keysOf = (text: string) => flattenItems(readChecklist(text)).map(({ item }) => item.key);
const runs = { numRuns: Number(process.env.RUNS ?? 40) };

describe("what a deployment changed, written back into its template", () => {
  test("nothing changed: the same bytes, whatever the line ends", () => {
    fc.assert(
      fc.property(documents, fc.boolean(), (text, windows) => {
        const given = windows ? `\uFEFF${text.replace(/\r?\n/g, "\r\n")}` : text;
        const checklist = readChecklist(given);
        const { contacts, references } = checklist;
        const kept = keepText(given, checklist, { ...none, contacts, references });
        expect(kept).toEqual({ text: given, notKept: [] });
      }),
      runs,
    );
  }, 60_000);

  test("a correction and a probe are read again as they were meant, under the old keys", () => {
    const corrected = withItems.chain((text) =>
      fc.record({
        text: fc.constant(text),
        item: fc.constantFrom(...flattenItems(readChecklist(text)).map(({ item }) => item)),
        label: words,
        command: commands,
      }),
    );
    fc.assert(
      fc.property(corrected, ({ text, item, label, command }) => {
        const { key } = item;
        const kept = keepText(text, readChecklist(text), {
          ...none,
          labels: { [key]: label },
          commands: { [key]: command },
          probes: { [key]: [spec] },
        });
        const after = readChecklist(kept.text);
        const left = kept.notKept.map(({ what }) => what);
        expect(keysOf(kept.text)).toEqual(keysOf(text));
        const now = findItem(after, key)?.item;
        if (!left.includes("label") && item.source !== "table") expect(now?.label).toBe(label);
        if (!left.includes("command")) expect(now?.command?.text).toBe(command);
        if (!left.includes("probe")) expect(now?.probe?.text).toBe(spec);
        expect(now?.claimed).toBe(item.claimed);
        for (const { item: other } of flattenItems(readChecklist(text))) {
          if (other.key === key || other.line === item.line) continue;
          expect(findItem(after, other.key)?.item.label).toBe(other.label);
          expect(findItem(after, other.key)?.item.probe?.text).toBe(other.probe?.text);
        }
      }),
      runs,
    );
  }, 60_000);

  test("an added item stands in its section with its command and its probe", () => {
    const added = withItems.chain((text) =>
      fc.record({
        text: fc.constant(text),
        section: fc.constantFrom(...allSections(readChecklist(text)).map((one) => one.section)),
        label: words,
        required: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(added, ({ text, section, label, required }) => {
        const item = {
          key: "added-1",
          sectionKey: section.key,
          label,
          required,
          command: "run it",
        };
        const kept = keepText(text, readChecklist(text), {
          ...{ ...none, added: [item] },
          probes: { "added-1": [spec] },
        });
        const after = readChecklist(kept.text);
        const left = kept.notKept.map(({ what }) => what);
        const found = findItem(after, "added-1");
        if (left.includes("item")) {
          expect(kept.text).toBe(text);
          return;
        }
        expect(found?.section.key).toBe(section.key);
        expect(found?.item.required).toBe(required);
        if (!left.includes("command")) expect(found?.item.command?.text).toBe("run it");
        if (!left.includes("probe")) expect(found?.item.probe?.text).toBe(spec);
        expect(keysOf(kept.text).filter((key) => key !== "added-1")).toEqual(keysOf(text));
      }),
      runs,
    );
  }, 60_000);

  test("contacts and references of the seed; every other line stays", () => {
    const checklist = readChecklist(seed);
    const contacts = checklist.contacts.map((contact, index) =>
      index === 1 ? { ...contact, name: "Kim Minji", contact: "+82 2 000 0000" } : contact,
    );
    const references = [
      ...checklist.references.slice(1),
      { label: "Runbook", url: "https://wiki.example.com/run" },
    ];
    const { text } = keepText(seed, checklist, { ...none, contacts, references });
    const after = readChecklist(text);
    const bare = <Row extends { line: number }>(rows: Row[]) =>
      rows.map(({ line: _, ...row }) => row);
    expect(bare(after.contacts)).toEqual(bare(contacts));
    expect(after.references.map(({ label, url }) => ({ label, url }))).toEqual(
      references.map(({ label, url }) => ({ label, url })),
    );
    const before = new Set(seed.split("\n"));
    const fresh = text.split("\n").filter((line) => !before.has(line));
    expect(fresh.length).toBeLessThanOrEqual(1 + references.length);
  });

  test("an item without a probe any more loses its block, and nothing else", () => {
    const text = `## Verify\n\n- [ ] One\n  \`\`\`probe\n  kind: tls\n  \`\`\`\n- [ ] Two\n`;
    const checklist = readChecklist(text);
    const key = flattenItems(checklist)[0]?.item.key ?? "";
    const kept = keepText(text, checklist, { ...none, probes: { [key]: [] } });
    expect(kept.text).toBe("## Verify\n\n- [ ] One\n- [ ] Two\n");
  });
});
