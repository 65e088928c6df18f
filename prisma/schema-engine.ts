import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";

export type { MigrationDirectory } from "@prisma/schema-engine-wasm/schema_engine_bg";

const WASM = "schema_engine_bg.wasm";

let instantiated: Promise<void> | undefined;

/** Prisma's schema engine as WebAssembly: the native one is a download that many machines cannot make. */
export async function openSchemaEngine(
  datamodels: [string, string][],
  adapterFactory: object,
): Promise<engine.SchemaEngine> {
  instantiated ??= instantiate(); // once: the package keeps views of one instance's memory
  await instantiated;
  return engine.SchemaEngine.new({ datamodels }, () => undefined, adapterFactory);
}

async function instantiate(): Promise<void> {
  const imports = {
    "./schema_engine_bg.js": Object.fromEntries(
      Object.entries(engine).map(unhurried),
    ) as WebAssembly.ModuleImports,
  };
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmFile()), imports);
  engine.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: begin } = instance.exports;
  if (typeof begin === "function") begin();
}

/** The engine's guard against waiting for ever must not keep a finished process alive for as long. */
function unhurried([name, imported]: [string, unknown]): [string, unknown] {
  if (!name.startsWith("__wbg_setTimeout") || typeof imported !== "function")
    return [name, imported];
  const setTimer = (...args: unknown[]) => {
    const timer: unknown = Reflect.apply(imported, undefined, args);
    if (timer && typeof timer === "object" && "unref" in timer && typeof timer.unref === "function")
      timer.unref();
    return timer;
  };
  return [name, setTimer];
}

/** Beside us in a bundle, otherwise in its package. */
function wasmFile(): string {
  const beside = join(dirname(fileURLToPath(import.meta.url)), WASM);
  if (existsSync(beside)) return beside;
  return join(dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm")), WASM);
}
