import { parseArgs } from "node:util";
import { requireBrowser } from "@/lib/testing/browser";
import { type Check, conclude, type Outcome, runChecks, runNode, tool } from "@/lib/testing/check";
import { VERIFY } from "@/lib/testing/checks";
import { startProduct } from "@/lib/testing/product";
import { playwright, vitest } from "@/lib/testing/test-tools";

const STEPS: Record<string, { checks: Check[]; width: number }> = {
  verify: { checks: VERIFY, width: 2 },
  db: { checks: [vitest("db")], width: 1 },
  build: { checks: [tool("production build", ["bin/build.mjs", "--if-needed"])], width: 1 },
  e2e: { checks: [{ name: "browser tests", run: endToEnd }], width: 1 },
};

/** `npm test`: all steps, or `--only` some of them; the last line counts what passed and failed. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { only: { type: "string" } } });
  const wanted = values.only?.split(",") ?? Object.keys(STEPS);
  const chosen = wanted.map((name) =>
    name === "unit" ? { checks: [vitest("unit")], width: 1 } : STEPS[name],
  );
  if (chosen.includes(undefined)) {
    console.error(`--only takes some of: unit, ${Object.keys(STEPS).join(", ")}`);
    return 2;
  }
  const outcomes: Outcome[] = [];
  for (const step of chosen) if (step) outcomes.push(...(await runChecks(step.checks, step.width)));
  return conclude(outcomes);
}

/** On a product of its own: a new data folder, a free port, a production build. */
async function endToEnd(): Promise<Outcome> {
  requireBrowser(console.log);
  const build = await runNode(["bin/build.mjs", "--if-needed"], { live: true });
  if (build.code !== 0) return { passed: 0, failed: 1, output: "There is no build to test." };
  const product = await startProduct();
  try {
    return await playwright({ E2E_URL: product.url, E2E_DATA: product.folder });
  } finally {
    await product.stop();
  }
}
