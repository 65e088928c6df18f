import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceHash } from "@/lib/process/source-hash";

let root: string;
const hash = () => sourceHash(root, ["app", "next.config.ts"]);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-hash-"));
  mkdirSync(join(root, "app"));
  writeFileSync(join(root, "app", "page.tsx"), "one");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("the hash that tells whether a build is current", () => {
  it("stays when a file is only touched, or a test changes", () => {
    const before = hash();
    utimesSync(join(root, "app", "page.tsx"), 1, 1);
    writeFileSync(join(root, "app", "page.test.tsx"), "a test");
    expect(hash()).toBe(before);
  });

  it("changes with a file's text, its name, and a file that appears", () => {
    const seen = new Set([hash()]);
    writeFileSync(join(root, "app", "page.tsx"), "two");
    seen.add(hash());
    renameSync(join(root, "app", "page.tsx"), join(root, "app", "other.tsx"));
    seen.add(hash());
    writeFileSync(join(root, "next.config.ts"), "");
    seen.add(hash());
    expect(seen.size).toBe(4);
  });
});
