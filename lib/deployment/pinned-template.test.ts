import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readChecklist } from "@/lib/checklist/read";
import { pinnedTemplate, pinTemplate } from "@/lib/deployment/pinned-template";
import { canonical, sha256 } from "@/lib/log/event";
import { withValues } from "@/lib/log/personal";

const published = (text: string) => ({ text, document: readChecklist(text) });

const word = fc.stringMatching(/^[a-z가-힣0-9+#@.]{4,12}$/);
const row = fc.record({ role: word, name: fc.option(word), contact: fc.option(word) });
const written = fc
  .record({
    rows: fc.array(row, { maxLength: 6 }),
    end: fc.constantFrom("\n", "\r\n", "\r"),
    mark: fc.constantFrom("", "\uFEFF"),
  })
  .map(({ rows, end, mark }) => {
    const lines = rows.map(
      ({ role, name, contact }) => `| ${role} | ${name ?? ""} | ${contact ?? ""} |`,
    );
    const table = ["## Contacts", "", "| Role | Name | Phone |", "|---|---|---|", ...lines];
    return mark + ["# List", "", "- [ ] One", "", ...table, "", "- [ ] Two", ""].join(end);
  });

describe("what a deployment pins of its checklist", () => {
  it("names no contact, and gives the published text and reading back with the values", () => {
    fc.assert(
      fc.property(written, (text) => {
        const { document } = published(text);
        const { contacts, values, pins } = pinTemplate({ text, document }, "stream");
        const pinned = pinnedTemplate({ template: pins, contacts }, { text, document });
        expect(sha256(pinned.text)).toBe(pins.textHash);
        expect(sha256(canonical(pinned.document))).toBe(pins.documentHash);
        const named = document.contacts.filter(
          ({ name, contact }) => name !== "" || contact !== "",
        );
        expect(pins.contactLines ?? []).toHaveLength(named.length);
        for (const { name, contact } of pinned.document.contacts)
          expect(`${name}${contact}`).toMatch(/^(\{personal:[0-9a-f]{64}\}){0,2}$/);
        const known = new Map(values.map(({ commitment, value }) => [commitment, value]));
        expect(withValues(pinned, known, "gone")).toEqual({ text, document });
      }),
    );
  });

  it("is all of the plain text for a deployment that has no lines, as older ones have none", () => {
    const of = published(
      "# L\n\n- [ ] One\n\n## Contacts\n\n| Role | Name | Phone |\n|---|---|---|\n| A | B | C |\n",
    );
    const hidden = [{ role: "A", name: "hidden", contact: "hidden", escalation: "" }];
    expect(pinnedTemplate({ template: {}, contacts: hidden }, of)).toEqual(of);
  });
});
