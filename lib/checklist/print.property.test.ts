import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flattenItems } from "@/lib/checklist/outline";
import { type PrintRecord, printChecklist } from "@/lib/checklist/print";
import { readChecklist } from "@/lib/checklist/read";
import type { Checklist, ChecklistItem } from "@/lib/checklist/schema";
import { documents, noise } from "@/lib/checklist/testing/documents";

const seed = readFileSync(new URL("./testdata/seed.md", import.meta.url), "utf8");

/** Everything but line numbers and what an export fills in. */
function structureOf(checklist: Checklist) {
  return {
    title: checklist.title,
    fields: checklist.fields.map(({ key, label }) => ({ key, label })),
    stages: checklist.stages.map((stage) => ({
      key: stage.key,
      kind: stage.kind,
      title: stage.title,
      description: stage.description,
      sections: stage.sections.map((section) => ({
        key: section.key,
        title: section.title,
        depth: section.depth,
        signOffs: section.signOffs,
        items: section.items.map(itemStructure),
      })),
    })),
    signOffs: checklist.signOffs.map(({ key, team, label, section }) => ({
      key,
      team,
      label,
      section,
    })),
    final: checklist.finalSignOff?.choices.map(({ outcome, label }) => ({ outcome, label })),
    contacts: checklist.contacts.map(({ role, escalation }) => ({ role, escalation })),
    references: checklist.references.map(({ label, url }) => ({ label, url })),
  };
}

type ItemStructure = { key: string; children: ItemStructure[] };

function itemStructure(item: ChecklistItem): ItemStructure {
  const { line: _line, claimed: _claimed, command, moreCommands, probe, children, ...rest } = item;
  const withoutLine = (block: ChecklistItem["command"]) => block && { ...block, line: 0 };
  return {
    ...rest,
    ...{ command: withoutLine(command), moreCommands: moreCommands.map(withoutLine) },
    ...{ probe: probe && { ...probe, line: 0 } },
    children: children.map(itemStructure),
  };
}

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.constantFrom(
    "a) b · c⟧ ⟦done",
    "line\nbreak | pipe",
    "`code` *b* _c_ [x](y) <b>",
    "{#key} --> ```",
    "www.a.b_c http://x.y/_z_",
    "김민지",
    '](x) "t") mailto:a@b.c',
  ),
);
const state = fc.constantFrom("todo", "done", "not_applicable", "waived", "blocked", "failed");
const settled = fc.record({
  state,
  reason: fc.option(anyText),
  by: fc.option(anyText),
  at: fc.option(fc.constant("2026-11-23T02:07:22.000Z")),
  early: fc.boolean(),
});

function recordsFor(checklist: Checklist): fc.Arbitrary<PrintRecord> {
  const keys = flattenItems(checklist).map(({ item }) => item.key);
  const signed = fc.option(fc.record({ by: anyText, at: fc.constant("2026-11-23T02:07:22.000Z") }));
  return fc.record({
    fields: fc.dictionary(fc.constantFrom("project", "version", "date", "owner"), anyText),
    items: fc
      .tuple(...keys.map(() => settled))
      .map((all) => Object.fromEntries(all.map((one, i) => [keys[i], one]))),
    added: fc.constant([]),
    signOffs: fc
      .tuple(...checklist.signOffs.map(() => signed))
      .map((all) => Object.fromEntries(all.map((one, i) => [checklist.signOffs[i]?.key, one]))),
    final: fc.option(
      fc.record({
        outcome: fc.constantFrom("success", "partial", "failed"),
        notes: fc.option(anyText),
        deployedBy: signed,
        approvedBy: signed,
      }),
    ),
    contacts: fc
      .tuple(...checklist.contacts.map(() => anyText))
      .map((names) =>
        checklist.contacts.map((contact, i) => ({ ...contact, name: names[i] ?? "" })),
      ),
    references: fc.constant(checklist.references),
  }) as fc.Arbitrary<PrintRecord>;
}

const exported = (texts: fc.Arbitrary<string>) =>
  texts.chain((text) => recordsFor(readChecklist(text)).map((record) => ({ text, record })));

function expectSameStructure({ text, record }: { text: string; record: PrintRecord }): void {
  const before = readChecklist(text);
  const printed = printChecklist(text, before, record);
  const after = readChecklist(printed);
  expect(structureOf(after)).toEqual(structureOf(before));
  const ticked = flattenItems(after).map(({ item }) => item.claimed);
  expect(ticked).toEqual(
    flattenItems(before).map(({ item }) => record.items[item.key]?.state === "done"),
  );
  // An export of an export tells who and when once, not twice.
  const again = printChecklist(printed, after, record);
  expect(again.split("⟦").length).toBe(printed.split("⟦").length);
  expect(structureOf(readChecklist(again))).toEqual(structureOf(before));
}

describe("importing an export gives the same structure", () => {
  test("of the seed", () => {
    fc.assert(fc.property(exported(fc.constant(seed)), expectSameStructure), {
      numRuns: 8,
      endOnFailure: true,
    });
  }, 60_000);

  test("of documents of every shape", () => {
    fc.assert(fc.property(exported(documents), expectSameStructure), { numRuns: 80 });
  }, 60_000);

  test("of lines that nobody means", () => {
    fc.assert(fc.property(exported(noise), expectSameStructure), { numRuns: 400 });
  }, 60_000);
});
