import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allSections, findItem, flattenItems } from "@/lib/checklist/outline";
import { type PrintRecord, printChecklist } from "@/lib/checklist/print";
import type { PrintedAddition, PrintedItem } from "@/lib/checklist/print-record";
import { readChecklist } from "@/lib/checklist/read";
import type { Checklist } from "@/lib/checklist/schema";
import { documents } from "@/lib/checklist/testing/documents";
import { isOptional } from "@/lib/checklist/words";

const words = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
  fc.constantFrom(
    "a * b_ [x] | <b> `c",
    "{#other} ⟦done⟧",
    "☐ boxed",
    "[ ] twice",
    "www.a_b.c http://x_y_z.q/_w_",
    "# not a heading",
    "라벨\n두 줄",
    'a) (b) "c" = +1 10:30 $x^2$ !',
    "mailto:a@b.c xmpp:x@y.z https:a",
  ),
);
const commands = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom("a\n\n  b\n\tc", "```\n- [ ] x\n```", "", "~~~~ `````\n", "> quoted\n# heading"),
);
const plain = { state: "todo", reason: null, by: null, at: null } as const;

const withItems = documents.filter((text) => readChecklist(text).counts.items > 0);

function recordOf(
  checklist: Checklist,
  items: Record<string, PrintedItem>,
  added: PrintedAddition[],
): PrintRecord {
  const { contacts, references } = checklist;
  return { fields: {}, items, added, signOffs: {}, final: null, contacts, references };
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const unixed = (text: string) => text.replace(/\r\n?/g, "\n");

describe("what was changed during the run survives the export", () => {
  test("corrected labels and commands, whatever they hold, under the old key", () => {
    const corrected = withItems.chain((text) => {
      const items = flattenItems(readChecklist(text)).map(({ item }) => item);
      return fc.record({
        text: fc.constant(text),
        item: fc.constantFrom(...items),
        label: words,
        command: commands,
      });
    });
    fc.assert(
      fc.property(corrected, ({ text, item, label, command }) => {
        const before = readChecklist(text);
        const record = recordOf(before, { [item.key]: { ...plain, label, command } }, []);
        const after = readChecklist(printChecklist(text, before, record));
        const keys = (checklist: Checklist) => flattenItems(checklist).map((row) => row.item.key);
        expect(keys(after)).toEqual(keys(before));
        const now = findItem(after, item.key)?.item;
        const shared = item.source === "table";
        if (!shared) expect(now?.label).toBe(oneLine(label) || item.label);
        const holdsCode = item.source === "task" || item.source === "heading";
        if (holdsCode) expect(now?.command?.text).toBe(unixed(command));
        for (const { item: other } of flattenItems(before)) {
          if (other.key === item.key || (shared && other.line === item.line)) continue;
          expect(findItem(after, other.key)?.item.label).toBe(other.label);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test("added items stand at the end of their section, with their key", () => {
    const added = withItems.chain((text) => {
      const sections = allSections(readChecklist(text)).map(({ section }) => section);
      return fc.record({
        text: fc.constant(text),
        section: fc.constantFrom(...sections),
        labels: fc.array(words, { minLength: 1, maxLength: 3 }),
        required: fc.boolean(),
        command: fc.option(commands, { nil: undefined }),
      });
    });
    fc.assert(
      fc.property(added, ({ text, section, labels, required, command }) => {
        const before = readChecklist(text);
        const additions = labels.map(
          (label, index): PrintedAddition => ({
            ...plain,
            state: "done",
            key: `added-${index + 1}`,
            sectionKey: section.key,
            label: `Do ${label}`,
            required,
            ...(command === undefined ? {} : { command }),
          }),
        );
        const after = readChecklist(printChecklist(text, before, recordOf(before, {}, additions)));
        const flat = flattenItems(after);
        const rest = flat
          .filter(({ item }) => !item.key.startsWith("added-"))
          .map(({ item }) => item.key);
        expect(rest).toEqual(flattenItems(before).map(({ item }) => item.key));
        expect(after.signOffs.map(({ key }) => key)).toEqual(before.signOffs.map(({ key }) => key));
        for (const addition of additions) {
          const found = flat.find(({ item }) => item.key === addition.key);
          const label = oneLine(addition.label);
          expect(found?.section.key).toBe(section.key);
          expect(found?.item.claimed).toBe(true);
          expect(found?.item.label).toBe(
            required || isOptional(label) ? label : `${label} (optional)`,
          );
          const holdsCode = found?.item.source === "task" || found?.item.source === "heading";
          if (command !== undefined && holdsCode)
            expect(found?.item.command?.text).toBe(unixed(command));
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
