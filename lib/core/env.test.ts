import { describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/core/env";

const given = {
  DATABASE_URL: "postgresql://app:secret@db.example/countersign",
  COUNTERSIGN_SECRET: "x".repeat(32),
};

describe("settings", () => {
  it("have defaults for all that need not be given", () => {
    expect(parseEnv(given)).toMatchObject({ HOST: "127.0.0.1", PORT: 3000, TRUSTED_PROXIES: [] });
    expect(parseEnv(given)).toMatchObject({ PROBES_AT_ONCE: 10, PROBES_PER_HOST: 2 });
  });

  it("listen through DATABASE_URL when there is no direct address", () => {
    expect(parseEnv(given).DATABASE_DIRECT_URL).toBe(given.DATABASE_URL);
    const direct = "postgresql://app:secret@direct.example/countersign";
    expect(parseEnv({ ...given, DATABASE_DIRECT_URL: direct }).DATABASE_DIRECT_URL).toBe(direct);
  });

  it("treat an empty variable as not given", () => {
    expect(parseEnv({ ...given, PORT: "", COUNTERSIGN_URL: "" }).PORT).toBe(3000);
  });

  it("name everything that is missing or wrong in one error, without showing values", () => {
    const problem = () =>
      parseEnv({
        COUNTERSIGN_SECRET: "short and secret",
        TRUSTED_PROXIES: "10.0.0.0/99",
        PORT: "many",
        PROBES_AT_ONCE: "0",
        PROBES_PER_HOST: "1.5",
      });
    expect(problem).toThrow(
      /DATABASE_URL is missing.*COUNTERSIGN_SECRET must have at least 32.*TRUSTED_PROXIES.*PROBES_AT_ONCE.*PROBES_PER_HOST.*PORT/,
    );
    expect(problem).not.toThrow(/short and secret/);
  });

  it("take proxies as a list of addresses and networks", () => {
    expect(parseEnv({ ...given, TRUSTED_PROXIES: "10.0.0.0/8, ::1" }).TRUSTED_PROXIES).toEqual([
      "10.0.0.0/8",
      "::1",
    ]);
  });
});
