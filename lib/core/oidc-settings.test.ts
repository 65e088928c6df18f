import { describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/core/env";

const base = {
  DATABASE_URL: "postgresql://app:secret@db.example/countersign",
  COUNTERSIGN_SECRET: "x".repeat(32),
};
const whole = {
  ...base,
  OIDC_ISSUER: "https://login.example.com/realms/ops",
  OIDC_CLIENT_ID: "countersign",
  OIDC_CLIENT_SECRET: "very secret",
  OIDC_NAME: "Company login",
};

describe("the settings of an identity provider", () => {
  it("are none, or all of them", () => {
    expect(parseEnv(base).OIDC_ISSUER).toBeUndefined();
    expect(parseEnv(whole)).toMatchObject({ OIDC_NAME: "Company login" });
  });

  it.each(["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME"])(
    "are refused without %s, which is named, and no secret is shown",
    (name) => {
      const half = () => parseEnv({ ...whole, [name]: "" });
      expect(half).toThrow(new RegExp(`${name}.* is missing`));
      expect(half).not.toThrow(/very secret/);
    },
  );

  it("take the secret from one place", () => {
    const file = { ...whole, OIDC_CLIENT_SECRET_FILE: "/run/secrets/oidc" };
    expect(() => parseEnv(file)).toThrow(/OIDC_CLIENT_SECRET_FILE .*one of them/);
    expect(parseEnv({ ...file, OIDC_CLIENT_SECRET: "" }).OIDC_CLIENT_SECRET).toBeUndefined();
  });

  it.each([
    ["http://login.example.com", /OIDC_ISSUER must begin with https/],
    ["http://127.0.0.1.example.com", /OIDC_ISSUER must begin with https/],
    ["ftp://login.example.com", /OIDC_ISSUER must be an address/],
    ["https://me:secret@login.example.com", /OIDC_ISSUER must have no user/],
    ["https://login.example.com/?a=b", /OIDC_ISSUER must have no user, query/],
  ])("refuse the issuer %s", (issuer, problem) => {
    expect(() => parseEnv({ ...whole, OIDC_ISSUER: issuer })).toThrow(problem);
  });

  it.each(["http://127.0.0.1:8080", "http://localhost:8080/a", "http://[::1]:8080"])(
    "take %s, for nobody stands in between",
    (issuer) => {
      expect(parseEnv({ ...whole, OIDC_ISSUER: issuer }).OIDC_ISSUER).toBe(issuer);
    },
  );

  it("ask for the address that people come back to, where it is not this machine", () => {
    const outside = { ...whole, HOST: "0.0.0.0" };
    expect(() => parseEnv(outside)).toThrow(/COUNTERSIGN_URL is missing/);
    const named = { ...outside, COUNTERSIGN_URL: "https://deploy.example.com" };
    expect(parseEnv(named).COUNTERSIGN_URL).toBe(named.COUNTERSIGN_URL);
  });
});
