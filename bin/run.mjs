import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs `main` of a TypeScript file of this repository under the project's own Node, and ends with its exit code. */
export async function run(file) {
  const ownNode = join(
    root,
    "node_modules",
    "node",
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (!existsSync(ownNode) || !existsSync(join(root, "node_modules", "tsx"))) {
    console.error("The project's packages are not installed. Run: npm ci");
    process.exit(1);
  }
  if (Number(process.versions.node.split(".")[0]) < 24) return again(ownNode);
  process.env.TSX_TSCONFIG_PATH = join(root, "tsconfig.json");
  const { register } = await import("tsx/esm/api");
  register();
  const { main } = await import(join(root, file));
  const code = await main(process.argv.slice(2));
  process.stdout.write("", () => process.exit(code)); // what was printed goes out first
}

/** The same command once more, with the Node that npm ci brought. */
function again(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    // Ctrl-C in a terminal reaches the child by itself.
    process.on(signal, () => (signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal));
  }
  child.on("exit", (code) => process.exit(code ?? 1));
}
