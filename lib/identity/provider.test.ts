import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { providerOf } from "@/lib/identity/provider";

const folder = mkdtempSync(join(tmpdir(), "countersign-oidc-"));
afterAll(() => rmSync(folder, { recursive: true }));

const settings = {
  ...{ OIDC_ISSUER: "https://login.example.com", OIDC_CLIENT_ID: "c", OIDC_NAME: "Login" },
  ...{ HOST: "127.0.0.1", PORT: 3000 },
};
const file = (name: string) => ({ ...settings, OIDC_CLIENT_SECRET_FILE: join(folder, name) });

it("without settings there is no provider", () => {
  expect(providerOf({ HOST: "127.0.0.1", PORT: 3000 })).toBeNull();
});

it("people come back to the public address, or to where the product listens", () => {
  const secret = { ...settings, OIDC_CLIENT_SECRET: "s" };
  expect(providerOf(secret)?.redirectUri).toBe("http://127.0.0.1:3000/api/identity/callback");
  const named = { ...secret, COUNTERSIGN_URL: "https://deploy.example.com" };
  expect(providerOf(named)?.redirectUri).toBe("https://deploy.example.com/api/identity/callback");
});

it("the secret is read from its file, without the line's end", () => {
  writeFileSync(join(folder, "secret"), "from a file\n");
  expect(providerOf(file("secret"))?.clientSecret).toBe("from a file");
});

it("a file that is not there or empty is refused by its name", () => {
  expect(() => providerOf(file("gone"))).toThrow(/gone cannot be read \(ENOENT\)/);
  writeFileSync(join(folder, "empty"), "\n");
  expect(() => providerOf(file("empty"))).toThrow(/empty is empty/);
});
