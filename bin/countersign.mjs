import { run } from "./run.mjs";

await run("lib/process/command-line.ts");
