import { describe, expect, test } from "vitest";
import { diffChecklists } from "@/lib/checklist/diff";
import { readChecklist } from "@/lib/checklist/read";

const base = `## Prepare
- [ ] a {#a}
- [ ] b {#b}
- [ ] c {#c}
  \`\`\`sh
  ./c.sh
  \`\`\`
## Deploy
- [ ] d {#d}

| Role | Name | Contact |
|---|---|---|
| DBA | Kim | 1 |
`;
const compare = (text: string) => diffChecklists(readChecklist(base), readChecklist(text));

describe("a difference between two versions", () => {
  test("is empty for the same text, and for one whose lines only moved down", () => {
    expect(compare(base).same).toBe(true);
    expect(compare(`<!-- a comment -->\n\n${base}`).same).toBe(true);
  });

  test("tells added, removed and changed items by their keys", () => {
    const diff = compare(
      base
        .replace("- [ ] a {#a}\n", "")
        .replace("b {#b}", "B again (optional) {#b}")
        .replace("./c.sh", "./c2.sh")
        .replace("- [ ] d {#d}", "- [ ] d {#d}\n  ```probe\n  kind: http\n  ```\n- [ ] e {#e}"),
    );
    expect(diff.added.map((item) => item.key)).toEqual(["e"]);
    expect(diff.removed).toEqual([{ key: "a", label: "a", stage: "Prepare", section: "Prepare" }]);
    const changes = diff.changed.map(({ key, changes: all }) => [
      key,
      all.map((change) => change.what),
    ]);
    expect(changes).toEqual([
      ["b", ["label", "required"]],
      ["c", ["command"]],
      ["d", ["probe"]],
    ]);
    expect(diff.changed[1]?.changes).toEqual([
      { what: "command", before: "./c.sh", after: "./c2.sh" },
    ]);
  });

  test("tells what moved, and only that", () => {
    const diff = compare(
      base.replace("- [ ] a {#a}\n", "").replace("- [ ] d {#d}", "- [ ] d {#d}\n- [ ] a {#a}"),
    );
    expect(diff.changed).toEqual([
      {
        key: "a",
        label: "a",
        stage: "Deploy",
        section: "Deploy",
        changes: [{ what: "moved", before: "Prepare › Prepare", after: "Deploy › Deploy" }],
      },
    ]);
    const swapped = compare(
      base.replace("- [ ] a {#a}\n- [ ] b {#b}", "- [ ] b {#b}\n- [ ] a {#a}"),
    );
    expect(swapped.changed).toHaveLength(1);
  });

  test("tells contacts by their roles", () => {
    const diff = compare(base.replace("| DBA | Kim | 1 |", "| DBA | Lee | 1 |\n| QA | Park | 2 |"));
    expect(
      diff.contacts.map(({ role, before, after }) => [role, before?.name, after?.name]),
    ).toEqual([
      ["DBA", "Kim", "Lee"],
      ["QA", undefined, "Park"],
    ]);
  });
});
