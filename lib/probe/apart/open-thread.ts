import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";

const here = dirname(fileURLToPath(import.meta.url));

/** The bundle's name beside the bundles of worker and command line (lib/process/assemble.ts). */
export const threadFile = "probe-thread.js";

const options: WorkerOptions = {
  name: "probe",
  // Nothing of the process's settings: a thread is told what it needs.
  env: {},
  execArgv: [],
  // Of 1 MiB of the worst exposition about 150 MB are needed.
  resourceLimits: { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 32 },
};

/** A thread that judges: from the bundle, or from the sources as tests and `npm run dev` have them. */
export function openThread(): Worker {
  const bundled = join(here, threadFile);
  if (existsSync(bundled)) return new Worker(bundled, options);
  return openSource(join(here, "thread.ts"));
}

/** A TypeScript file as a thread. */
export function openSource(file: string, limits = options.resourceLimits): Worker {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm/api")).href;
  const [loader, source] = [tsx, pathToFileURL(file).href].map((url) => JSON.stringify(url));
  const begin = `import(${loader}).then(({ register }) => { register(); return import(${source}); });`;
  const TSX_TSCONFIG_PATH = join(here, "..", "..", "..", "tsconfig.json");
  const env = { TSX_TSCONFIG_PATH };
  return new Worker(begin, { ...options, resourceLimits: limits ?? {}, env, eval: true });
}
