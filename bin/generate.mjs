import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Runs after `npm ci`, and wherever the generated Prisma client has to match the schema.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const schema = join(root, "prisma", "schema.prisma");
const stamp = join(root, "lib", "core", "generated", ".schema-hash");
const prisma = join(root, "node_modules", "prisma");

if (existsSync(schema) && existsSync(prisma)) {
  const { version } = JSON.parse(readFileSync(join(prisma, "package.json"), "utf8"));
  const hash = createHash("sha256").update(version).update(readFileSync(schema)).digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
    generate();
    writeFileSync(stamp, hash);
  }
}

function generate() {
  const env = {
    ...process.env,
    // The client needs no engine; naming any file spares a download that many machines cannot make.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  const args = [join(prisma, "build", "index.js"), "generate", "--no-hints"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env,
    encoding: "utf8",
  });
  if (status === 0) return;
  console.error(
    `${stdout}${stderr}\nThe Prisma client could not be generated from prisma/schema.prisma.`,
  );
  process.exit(1);
}
