import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assembleStandalone } from "@/lib/process/assemble";
import { root, standalone } from "@/lib/process/roots";
import { sourceHash } from "@/lib/process/source-hash";

const stamp = join(standalone, "build-hash");

/** `npm run build`: the folder .next/standalone, which runs by itself. `--if-needed` keeps a current one. */
export async function main(args: string[]): Promise<number> {
  const hash = sourceHash(root);
  if (args.includes("--if-needed") && existsSync(stamp) && readFileSync(stamp, "utf8") === hash)
    return 0;
  console.log("Building (once for each change of the sources; a minute or two)");
  rmSync(stamp, { force: true }); // a build that breaks off is not a current one
  const steps = [["bin/generate.mjs"], ["node_modules/next/dist/bin/next", "build"]];
  for (const step of steps) if (!(await succeeds(step, hash))) return 1;
  await assembleStandalone();
  writeFileSync(stamp, hash);
  return 0;
}

async function succeeds(step: string[], hash: string): Promise<boolean> {
  const settings = {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    COUNTERSIGN_BUILD_ID: hash.slice(0, 20),
  };
  const env = { ...process.env, ...settings } as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, step, { cwd: root, env, stdio: "inherit" });
  const stop = () => child.kill("SIGTERM");
  process.once("SIGTERM", stop);
  const [code] = await once(child, "exit");
  process.off("SIGTERM", stop);
  if (code !== 0) console.error(`The build failed at: node ${step.join(" ")}`);
  return code === 0;
}
