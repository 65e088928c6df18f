import { expect, inject, test } from "vitest";
import { probe } from "@/lib/testing/probe";

test("a real PostgreSQL server takes connections", async () => {
  const { hostname, port, username } = new URL(inject("testServer").adminUrl);
  const run = (more: Record<string, unknown>) =>
    probe(
      { kind: "tcp", target: `${hostname}:${port}`, protocol: "postgres", ...more },
      { allow: ["127.0.0.1", "::1"] },
    );
  const known = await run({ user: username, database: "postgres" });
  expect(known).toMatchObject({ verdict: "pass", reason: { code: "held" } });
  const unknown = await run({ user: username, database: "postgres", assert: ["reply == error"] });
  expect(unknown.verdict).toBe("fail");
});
