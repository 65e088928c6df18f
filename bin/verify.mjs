import { run } from "./run.mjs";

await run("lib/testing/verify.ts");
