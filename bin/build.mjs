import { run } from "./run.mjs";

await run("lib/process/build.ts");
