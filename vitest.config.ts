import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };

/** `unit` is pure; `db` runs against the real Postgres that `bin/test.mjs` starts. */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          // Machines that run much else at once are slow; no test measures time.
          testTimeout: 60_000,
          include: ["{lib,components,bin,bench,messages,prisma}/**/*.test.ts"],
          exclude: ["**/*.db.test.ts", "**/node_modules/**"],
          environment: "node",
          setupFiles: ["./lib/testing/fast-check.ts"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "db",
          include: ["{lib,bin,prisma}/**/*.db.test.ts"],
          environment: "node",
          globalSetup: ["./lib/testing/database.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
