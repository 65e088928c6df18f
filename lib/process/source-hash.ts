import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What a build is made of; the rest (tests, documents) may change without a new one. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "messages",
  "prisma",
  "public",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
const NOT_BUILT = /(\.test\.tsx?|\/testdata\/.*|^lib\/testing\/.*|^lib\/core\/generated\/.*)$/;

/** The same for the same sources, whenever and wherever they were written. */
export function sourceHash(root: string, sources: readonly string[] = SOURCES): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of sources.flatMap((source) => filesOf(root, source)).sort()) {
    if (NOT_BUILT.test(file)) continue;
    hash.update(`\0${file}\0`).update(
      createHash("sha256")
        .update(readFileSync(join(root, file)))
        .digest(),
    );
  }
  return hash.digest("hex");
}

function filesOf(root: string, path: string): string[] {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesOf(root, `${path}/${name}`));
}
