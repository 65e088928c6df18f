import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isAlive } from "@/lib/process/process-table";
import { supervise } from "@/lib/process/supervisor";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-supervise-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const said: string[] = [];
const notes = () => join(folder, "pids");
const pids = () =>
  existsSync(notes()) ? readFileSync(notes(), "utf8").trim().split("\n").map(Number) : [];

/** A process that notes its id, then does what `code` says. */
function run(code: string) {
  const script = `require("fs").appendFileSync(${JSON.stringify(notes())}, process.pid + "\\n"); ${code}`;
  const spec = {
    name: "it",
    command: process.execPath,
    args: ["-e", script],
    cwd: folder,
    env: process.env,
    stopMs: 500,
    pauseMs: 10,
  };
  return supervise(spec, (line) => said.push(line));
}

describe("a supervised process", () => {
  it("is started again when it dies", async () => {
    const process1 = run("setInterval(() => {}, 1000)");
    await vi.waitFor(() => expect(pids()).toHaveLength(1), 5_000);
    process.kill(pids()[0] ?? 0, "SIGKILL");
    await vi.waitFor(() => expect(pids()).toHaveLength(2), 5_000);
    expect(said.at(-1)).toContain("it ended (signal SIGKILL); starting it again");
    await process1.stop();
    expect(pids().some(isAlive)).toBe(false);
  });

  it("is told to end, and ended when it does not listen", async () => {
    const deaf = run('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)');
    await vi.waitFor(() => expect(pids()).toHaveLength(1), 5_000);
    await deaf.stop();
    expect(pids().some(isAlive)).toBe(false);
  });

  it("is given up, with the reason, when it never lives for long", {
    timeout: 60_000,
  }, async () => {
    const broken = run("process.exit(3)");
    expect(await broken.failed).toBe("it ended 6 times in a row (code 3)");
    expect(pids()).toHaveLength(6);
    await broken.stop();
  });
});
