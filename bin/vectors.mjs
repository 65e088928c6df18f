import { run } from "./run.mjs";

await run("lib/testing/vectors.ts");
