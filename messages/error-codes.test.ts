import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { probeReasonCodes } from "@/lib/probe/schema";
import { messages } from "@/messages";

const lib = new URL("../lib/", import.meta.url).pathname;

/** Every `reason("code"` that the code of the product can answer with. */
function codesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? [] : codesIn(path);
    if (!entry.name.endsWith(".ts") || entry.name.includes(".test.")) return [];
    const text = readFileSync(path, "utf8");
    return [...text.matchAll(/\breason\(\s*"([a-z][a-z_]*)"/g)].map(([, code = ""]) => code);
  });
}

const codes = [...new Set(codesIn(lib))].filter((code) => code !== "code").sort();

describe.each(["en", "ko"] as const)("in %s", (locale) => {
  it("every answer of a rule has its words", () => {
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code) => !(code in messages[locale].errors))).toEqual([]);
  });

  it("every reason of a probe has its words", () => {
    const worded = messages[locale].probe.reason;
    expect([...probeReasonCodes, "worker-lost"].filter((code) => !(code in worded))).toEqual([]);
  });
});
