import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { root } from "@/lib/process/roots";
import { type Check, type Outcome, type Ran, runNode, tool } from "@/lib/testing/check";
import { vitest } from "@/lib/testing/test-tools";

const modules = "node_modules";

/** What needs neither database nor browser. */
export const VERIFY: Check[] = [
  { name: "types", run: types },
  vitest("unit"),
  tool(
    "imports",
    [
      `${modules}/dependency-cruiser/bin/dependency-cruiser.mjs`,
      ...cruised(),
      "--output-type",
      "json",
    ],
    floors,
  ),
  tool("dead code", [`${modules}/knip/bin/knip.js`, "--no-progress"]),
  tool("format and lint", [
    `${modules}/@biomejs/biome/bin/biome`,
    "check",
    "--error-on-warnings",
    ".",
  ]),
];

function cruised(): string[] {
  return ["app", "components", "lib", "messages", "prisma", "proxy.ts"].filter((path) =>
    existsSync(join(root, path)),
  );
}

/** Next declares style sheets and images in files that only it writes. */
async function types(): Promise<Outcome> {
  if (!existsSync(join(root, "next-env.d.ts")))
    await runNode([`${modules}/next/dist/bin/next`, "typegen"]);
  return tool("types", [`${modules}/typescript/bin/tsc`, "--noEmit", "--pretty", "false"]).run();
}

const cruiseSchema = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string(), severity: z.string() }),
      }),
    ),
  }),
});

/** A cruise that read no modules finds no violations: that is a failure, not a success. */
function floors({ stdout, stderr }: Ran): Outcome {
  const parsed = cruiseSchema.safeParse(stdout.startsWith("{") ? JSON.parse(stdout) : undefined);
  if (!parsed.success) return { passed: 0, failed: 1, output: stderr || stdout };
  const { totalCruised, violations } = parsed.data.summary;
  if (totalCruised === 0)
    return { passed: 0, failed: 1, output: "dependency-cruiser read 0 modules" };
  const lines = violations.map(({ from, to, rule }) => `  ${rule.name}: ${from} -> ${to}`);
  return lines.length > 0
    ? { passed: 0, failed: 1, output: lines.join("\n") }
    : { passed: 1, failed: 0, output: "" };
}
