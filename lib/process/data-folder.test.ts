import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installationKeys, lockDataFolder } from "@/lib/process/data-folder";
import { birthOf } from "@/lib/process/process-table";

let folder: string;
const lock = () => join(folder, "start.lock");
const held = (pid: number, birth: string) => writeFileSync(lock(), JSON.stringify({ pid, birth }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the data folder", () => {
  it("belongs to one start at a time, and to the next one afterwards", async () => {
    held(process.ppid, birthOf(process.ppid));
    await expect(lockDataFolder(folder)).rejects.toThrow(
      `in use by another start (process ${process.ppid})`,
    );
    rmSync(lock());
    const release = await lockDataFolder(folder);
    expect(JSON.parse(readFileSync(lock(), "utf8")).pid).toBe(process.pid);
    release();
    (await lockDataFolder(folder))();
  });

  it("is free again after a kill, even when the number belongs to another process by now", async () => {
    held(process.ppid, "born at another time");
    (await lockDataFolder(folder))();
    held(2147483646, "1");
    (await lockDataFolder(folder))();
  });

  it("is left alone when it holds something that no start made", async () => {
    writeFileSync(join(folder, "thesis.txt"), "");
    await expect(lockDataFolder(folder)).rejects.toThrow(
      "holds something else (thesis.txt). Nothing was changed",
    );
  });

  it("keeps its keys, readable by their owner alone", () => {
    const keys = installationKeys(folder);
    expect(installationKeys(folder)).toEqual(keys);
    expect(statSync(join(folder, "keys.json")).mode & 0o777).toBe(0o600);
    expect(new Set(Object.values(keys)).size).toBe(5);
  });

  it("never makes new keys for a database that has others", () => {
    writeFileSync(join(folder, "keys.json"), "{");
    expect(() => installationKeys(folder)).toThrow("Restore it from a backup");
  });
});
