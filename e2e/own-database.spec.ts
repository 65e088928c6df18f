import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { httpSession } from "@/lib/testing/http-session";
import { createDatabase, startTestServer } from "@/lib/testing/postgres";
import { startProcess, startProduct } from "@/lib/testing/product";

test("on a database of one's own there is no demo data and no known password, until an admin is made", async () => {
  test.setTimeout(120_000);
  const postgres = await startTestServer();
  let product: Awaited<ReturnType<typeof startProduct>> | undefined;
  try {
    const { ownerUrl, appUrl } = await createDatabase(postgres, "own", null);
    const settings = {
      DATABASE_URL: appUrl,
      DATABASE_OWNER_URL: ownerUrl,
      COUNTERSIGN_SECRET: "a secret for tests, thirty-two characters",
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    };
    product = await startProduct(settings);
    expect(product.started.said()).toContain("admin create EMAIL");
    expect(product.started.said()).not.toContain("demo");
    expect(existsSync(join(product.folder, "postgres"))).toBe(false);

    const stranger = httpSession(product.url);
    await stranger.signIn("noor@example.com", "countersign-demo");
    expect(await stranger.isSignedIn()).toBe(false);

    const made = startProcess(
      ["bin/countersign.mjs", "admin", "create", "first@example.com"],
      settings,
    );
    expect(await made.ended, made.said()).toBe(0);
    const admin = httpSession(product.url);
    await admin.signIn("first@example.com", /: (\S+)\s*$/.exec(made.said())?.[1] ?? "");
    expect(await admin.isSignedIn()).toBe(true);
    expect(await product.stop()).toBe(0);
  } finally {
    await product?.stop();
    await postgres.stop();
  }
});
