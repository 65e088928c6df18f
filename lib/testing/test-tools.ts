import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type Check, type Outcome, runNode } from "@/lib/testing/check";

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/** One project of vitest.config.ts. A file that cannot be loaded counts as one failed test. */
export function vitest(project: string): Check {
  const run = () =>
    counted(async (report) => {
      const args = [
        "run",
        "--project",
        project,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ];
      const { code, stdout, stderr } = await runNode(["node_modules/vitest/vitest.mjs", ...args]);
      const { numPassedTests, numFailedTests, testResults } = vitestSchema.parse(read(report));
      const broken = testResults.filter(
        (file) =>
          file.status === "failed" && !file.assertionResults.some((one) => one.status === "failed"),
      );
      return told({
        passed: numPassedTests,
        failed: numFailedTests + broken.length,
        code,
        output: stdout + stderr,
      });
    });
  return { name: project === "unit" ? "unit tests" : "database tests", run };
}

const playwrightSchema = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

/** The browser tests, against the product that `env` names. */
export function playwright(env: Record<string, string>): Promise<Outcome> {
  return counted(async (report) => {
    const args = ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"];
    const { code } = await runNode(args, {
      live: true,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    });
    const { stats } = playwrightSchema.parse(read(report));
    return told({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + stats.skipped,
      code,
      output: "",
    });
  });
}

/** A tool that ran nothing, or failed without a failed test, is a failure. */
function told({ passed, failed, code, output }: Outcome & { code: number }): Outcome {
  const silent = failed === 0 && (code !== 0 || passed === 0);
  return {
    passed,
    failed: silent ? 1 : failed,
    output: silent && !output ? "Nothing ran, or it ended early." : output,
  };
}

async function counted(run: (report: string) => Promise<Outcome>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-report-"));
  try {
    return await run(join(folder, "report.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
