import { describe, expect, it } from "vitest";
import { flattenItems } from "@/lib/checklist/outline";
import { readChecklist } from "@/lib/checklist/read";
import { acceptCommand, acceptProbes } from "@/lib/template/accept";

const spec = "kind: http\nurl: '{{BASE_URL}}/health'\nexpect:\n  - status == 200";

const shapes: [string, string, string][] = [
  ["a plain item", "- [ ] Health", "- [ ] Tell"],
  ["an item of a numbered list", "1. [ ] Health", "2. [ ] Tell"],
  ["a nested item", "- [ ] Above\n  - [ ] Health", "- [ ] Tell"],
  ["an item with a description", "- [ ] Health\n\n  Look at it.", "- [ ] Tell"],
  ["an item with a command", "- [ ] Health\n  ```bash\n  curl x\n  ```", "- [ ] Tell"],
  ["an item with children", "- [ ] Health\n  - [ ] Below", "- [ ] Tell"],
  ["an item in a quote", "> - [ ] Health", "> - [ ] Tell"],
  ["a checkbox heading", "### [ ] Health", "- [ ] Tell"],
];

const keyOf = (text: string) =>
  flattenItems(readChecklist(text)).find(({ item }) => item.label === "Health")?.item.key ?? "";

describe("an accepted probe", () => {
  it.each(shapes)("is read as that of %s, and nothing else changes", (_, first, second) => {
    const text = `# R\n\n## Verify\n\n${first}\n${second}\n`;
    const offer = { itemKey: keyOf(text), line: 1, spec };
    const { text: next, done } = acceptProbes(text, [offer]);
    expect(done).toEqual([offer.itemKey]);
    const items = flattenItems(readChecklist(next));
    expect(items.map(({ item }) => item.key)).toEqual(
      flattenItems(readChecklist(text)).map(({ item }) => item.key),
    );
    expect(items.find(({ item }) => item.key === offer.itemKey)?.item.probe?.text).toBe(spec);
    const added = next.split("\n").filter((line) => !text.split("\n").includes(line));
    expect(added.length).toBeGreaterThan(3);
  });

  it("keeps Windows line ends", () => {
    const text = "## Verify\r\n\r\n- [ ] Health\r\n- [ ] Tell\r\n";
    const { text: next } = acceptProbes(text, [{ itemKey: keyOf(text), line: 3, spec }]);
    expect(next.replaceAll("\r\n", "")).not.toContain("\n");
    expect(next.endsWith("- [ ] Tell\r\n")).toBe(true);
  });

  it("is told when the row of a table cannot hold it; the text stays as it was", () => {
    const text = "## Verify\n\n| Check | Ok |\n|---|---|\n| Health | [ ] |\n";
    const [item] = flattenItems(readChecklist(text));
    const key = item?.item.key ?? "";
    const offer = { itemKey: key, line: 5, spec };
    expect(acceptProbes(text, [offer])).toEqual({ text, done: [], missed: [key] });
  });
});

describe("an accepted command", () => {
  it("moves from beside its item under it", () => {
    const text =
      "## Deploy\n\n- [ ] Start it\n\n```bash\nstart now\n```\n\n## Next\n\n- [ ] More\n";
    const [first] = flattenItems(readChecklist(text));
    expect(first?.item.command?.attached).toBe(false);
    const { text: next } = acceptCommand(text, first?.item.key ?? "");
    const [after] = flattenItems(readChecklist(next));
    expect(after?.item.command).toMatchObject({ text: "start now", attached: true });
    expect(next).toContain("- [ ] Start it\n  ```bash\n  start now\n  ```\n");
  });
});
