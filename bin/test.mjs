import { run } from "./run.mjs";

await run("lib/testing/test-run.ts");
