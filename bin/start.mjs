import { run } from "./run.mjs";

await run("lib/process/start.ts");
