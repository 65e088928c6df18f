import { randomUUID } from "node:crypto";
import { beforeAll, inject } from "vitest";
import { createDatabase } from "@/lib/testing/postgres";

/**
 * Gives this test file a migrated database of its own, reached as in production: `env()` and lib/core/db
 * sign in as the application's role. Call it once at the top of the file, outside of tests.
 */
export function useDatabase(): void {
  beforeAll(async () => {
    const { appUrl, ownerUrl } = await createDatabase(
      inject("testServer"),
      `test_${randomUUID().slice(0, 13)}`,
    );
    process.env.DATABASE_URL = appUrl;
    process.env.DATABASE_DIRECT_URL = appUrl;
    process.env.DATABASE_OWNER_URL = ownerUrl;
    process.env.COUNTERSIGN_SECRET = "a secret for tests, thirty-two characters";
  });
}
