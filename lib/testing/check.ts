import { spawn } from "node:child_process";
import { root } from "@/lib/process/roots";

export type Outcome = { passed: number; failed: number; output: string };
export type Check = { name: string; run(): Promise<Outcome> };

/** A tool as one check: it passes when it ends with 0. */
export function tool(name: string, args: string[], judge = exitCodeJudge): Check {
  return { name, run: async () => judge(await runNode(args)) };
}

export type Ran = { code: number; stdout: string; stderr: string };

function exitCodeJudge({ code, stdout, stderr }: Ran): Outcome {
  return code === 0
    ? { passed: 1, failed: 0, output: "" }
    : { passed: 0, failed: 1, output: stdout + stderr };
}

/** A JavaScript file under this Node, its output collected, or shown while it runs when `live`. */
export function runNode(
  args: string[],
  { live = false, env = {} as Record<string, string> } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      NO_COLOR: "1",
      FORCE_COLOR: undefined,
      NEXT_TELEMETRY_DISABLED: "1",
      ...env,
    },
    stdio: ["ignore", live ? "inherit" : "pipe", live ? "inherit" : "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => {
    said.stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    said.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, ...said }));
  });
}

/** Runs checks, `width` at a time, and tells of each as it ends. */
export async function runChecks(checks: Check[], width: number): Promise<Outcome[]> {
  const waiting = [...checks];
  const outcomes: Outcome[] = [];
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift())
      outcomes.push(await runCheck(check));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return outcomes;
}

async function runCheck({ name, run }: Check): Promise<Outcome> {
  const begun = Date.now();
  const outcome = await run().catch((error: Error) => ({
    passed: 0,
    failed: 1,
    output: `${error.stack}\n`,
  }));
  const seconds = ((Date.now() - begun) / 1000).toFixed(1).padStart(6);
  const verdict = outcome.failed > 0 ? "FAILED" : "ok";
  const count =
    outcome.passed + outcome.failed > 1
      ? ` (${outcome.passed} passed, ${outcome.failed} failed)`
      : "";
  console.log(`${seconds} s  ${verdict.padEnd(6)}  ${name}${count}`);
  if (outcome.failed > 0 && outcome.output) console.log(outcome.output.trimEnd());
  return outcome;
}

/** The last line: what passed and failed, checks counted as one each. Nothing at all is a failure, too. */
export function conclude(outcomes: Outcome[]): number {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}
