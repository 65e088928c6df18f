import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { metricsCheckCommand } from "@/lib/probe/metrics-check";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "metrics-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the files, then calls the command with the arguments and each file's path. */
async function check(args: string[], files: Record<string, string | Uint8Array>) {
  const paths = Object.entries(files).map(([name, content]) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  });
  return run([...args, ...paths]);
}

async function run(args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await metricsCheckCommand(args, {
    readFile: (path) => readFile(path),
    stdout: (text) => out.push(text),
    stderr: (text) => err.push(text),
  });
  return { code, out: out.join("").replaceAll(`${folder}/`, ""), err: err.join("") };
}

const openMetrics = "# TYPE a counter\na_total 1\n# EOF\n";
const text = "# TYPE a counter\n\na 1\n";

describe("countersign probe metrics-check", () => {
  test("0 when all are valid, each in the format that it has", async () => {
    expect(await check([], { "a.om": openMetrics, "a.txt": text })).toEqual({
      code: 0,
      out: "a.om: valid\na.txt: valid\n",
      err: "",
    });
  });

  test("1 with file, line and reason when one is not", async () => {
    const { code, out } = await check([], {
      "a.txt": text,
      "b.txt": "a 1\nb x\n",
      "c.om": `a\n${openMetrics}`,
    });
    expect(code).toBe(1);
    expect(out).toBe(
      'a.txt: valid\nb.txt:2: "x" is not a value\nc.om:1: a blank was expected at ""\n',
    );
  });

  test("the format that is asked for is the one that counts", async () => {
    expect((await check(["--format", "openmetrics"], { "a.txt": text })).code).toBe(1);
    expect((await check(["--format", "text"], { "a.om": `${openMetrics}\n` })).code).toBe(0);
    expect((await check([], { "a.om": `${openMetrics}\n` })).out).toBe(
      "a.om:4: a line after # EOF\n",
    );
  });

  test("--json lists every file, line and reason null where it is valid", async () => {
    const { out } = await check(["--json"], { "a.txt": text, "b.txt": "a 1" });
    const files = JSON.parse(out.replaceAll(folder, ""));
    expect(files).toEqual([
      { file: "a.txt", valid: true, line: null, reason: null },
      {
        file: "b.txt",
        valid: false,
        line: 1,
        reason: "the last line does not end with a line feed",
      },
    ]);
  });

  test("bytes that are not UTF-8, and a byte order mark, are told with their line", async () => {
    const bytes = Buffer.concat([
      Buffer.from('a 1\nb{c="'),
      Buffer.from([0xbd]),
      Buffer.from('"} 1\n'),
    ]);
    expect((await check([], { "a.txt": bytes })).out).toBe("a.txt:2: not UTF-8 text\n");
    const marked = await check([], { "a.txt": "\ufeffa 1\n", "a.om": `\ufeff${openMetrics}` });
    expect(marked).toMatchObject({ code: 1, out: expect.stringMatching(/^a.txt:1: .*\na.om:1: /) });
  });

  test("1 for a file that cannot be read, in words; the others are checked all the same", async () => {
    writeFileSync(join(folder, "a.txt"), text);
    const { code, out } = await run([join(folder, "none"), folder, join(folder, "a.txt")]);
    expect(code).toBe(1);
    expect(out).toContain("none: there is no such file");
    expect(out).toContain("this is a folder");
    expect(out).toContain("a.txt: valid");
  });

  test.each([[[]], [["--format", "protobuf", "a"]], [["--format"]], [["--strict", "a"]]])(
    "2 and how to call it for %j",
    async (args) => {
      expect(await run(args)).toMatchObject({
        code: 2,
        out: "",
        err: expect.stringContaining("Usage"),
      });
    },
  );

  test("is a command of countersign, with paths taken from where it was called", async () => {
    writeFileSync(join(folder, "bad.txt"), "a 1\nb\n");
    const child = spawn(
      process.execPath,
      ["bin/countersign.mjs", "probe", "metrics-check", "bad.txt"],
      {
        cwd: root,
        env: { ...process.env, INIT_CWD: folder },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const out: string[] = [];
    child.stdout.on("data", (part: Buffer) => out.push(part.toString()));
    const [code] = await once(child, "close");
    expect([code, out.join("")]).toEqual([1, "bad.txt:2: a value was expected\n"]);
  }, 20_000);
});
