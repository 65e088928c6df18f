import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lintCommand } from "@/lib/checklist/lint";

const testdata = (name: string) => fileURLToPath(new URL(`./testdata/${name}`, import.meta.url));

async function run(args: string[], file?: string) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await lintCommand(args, {
    readFile:
      file === undefined ? (path) => readFile(path) : async () => new TextEncoder().encode(file),
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
  });
  return { code, out: out.join(""), err: err.join("") };
}

describe("countersign checklist lint", () => {
  test("prints how the seed is read, as JSON and as text", async () => {
    const { code, out } = await run([testdata("seed.md"), "--json"]);
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(Object.keys(report)).toEqual([
      "title",
      "repaired",
      "fields",
      "counts",
      "stages",
      "signOffs",
      "contacts",
      "references",
      "warnings",
    ]);
    const sections = report.stages.flatMap((stage: { sections: unknown[] }) => stage.sections);
    expect(sections).toHaveLength(20);
    expect(Object.keys(sections[0].items[0])).toEqual([
      "key",
      "label",
      "line",
      "source",
      "required",
      "ordered",
      "claimed",
      "command",
      "probe",
      "children",
    ]);
    const text = await run([testdata("seed.md")]);
    expect(text.out).toContain(
      "6 stages, 20 sections, 111 items (109 required, 0 claimed), 5 team sign-offs, 8 commands",
    );
    expect(text.out).toContain("sign-off: Product owner");
  });

  test("the garbled seed gives the same, but says that it was repaired", async () => {
    const [plain, garbled] = await Promise.all([
      run([testdata("seed.md"), "--json"]),
      run(["--json", testdata("seed.garbled.md")]),
    ]);
    expect(JSON.parse(garbled.out)).toEqual({ ...JSON.parse(plain.out), repaired: "mac-roman" });
  });

  test("1 for a text without items or with too many", async () => {
    const none = await run(["a.md", "--json"], "# Title\n\nSome prose.\n");
    expect(none.code).toBe(1);
    expect(JSON.parse(none.out).counts.items).toBe(0);
    expect(JSON.parse(none.out).warnings.map((w: { code: string }) => w.code)).toContain(
      "no-items",
    );
    const many = await run(["a.md", "--json"], "- [ ] a\n".repeat(5001));
    expect(many).toMatchObject({
      code: 1,
      out: expect.stringContaining("checklist_too_many_items"),
    });
    expect(many.err).toContain("5001 items; the limit is 5000");
  }, 20_000);

  test("1 for a policy that is not understood: such a text cannot be published", async () => {
    const policy = "---\npolicy:\n  order: sideways\n---\n# T\n\n- [ ] a\n";
    const wrong = await run(["a.md"], policy);
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain("policy-invalid");
    expect(wrong.err).toContain("a.md: its policy is not understood, so it cannot be published.");
  });

  test("2, and no JSON, for a file that cannot be read or decoded", async () => {
    expect(await run(["/nowhere/at/all.md", "--json"])).toMatchObject({ code: 2, out: "" });
    expect(await run([testdata("."), "--json"])).toMatchObject({ code: 2, out: "" });
    expect(await run(["a.md", "--json"], "a\0b")).toMatchObject({ code: 2, out: "" });
    expect(await run(["a.md", "--json"], "")).toMatchObject({ code: 2, out: "" });
    expect(await run([])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("Usage"),
    });
  });
});
