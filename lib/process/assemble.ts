import { cpSync, existsSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { threadFile } from "@/lib/probe/apart/open-thread";
import { bundle } from "@/lib/process/bundle";
import { prismaFolder, root, standalone } from "@/lib/process/roots";

/** Puts beside what Next traced all that the folder needs to run without the repository. */
export async function assembleStandalone(): Promise<void> {
  copy(join(root, ".next", "static"), join(standalone, ".next", "static"));
  copy(join(root, "public"), join(standalone, "public"));
  for (const part of ["schema.prisma", "migrations", "grants.sql", "queue-grants.sql"])
    copy(join(prismaFolder, part), join(standalone, "prisma", part));
  copy(join(root, "node_modules", "@node-rs"), join(standalone, "node_modules", "@node-rs"));
  for (const font of ["Pretendard-Regular.otf", "Pretendard-SemiBold.otf"])
    copy(
      join(root, "node_modules", "pretendard", "dist", "public", "static", font),
      join(standalone, "fonts", font),
    );
  const engine = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  copy(join(engine, "schema_engine_bg.wasm"), join(standalone, "schema_engine_bg.wasm"));
  renameSync(join(standalone, "server.js"), join(standalone, "next-server.js"));
  for (const name of ["server", "worker", "countersign"])
    await bundle(`lib/process/${name}.ts`, join(standalone, `${name}.js`));
  await bundle("lib/probe/apart/thread.ts", join(standalone, threadFile));
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) return;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, dereference: true });
}
