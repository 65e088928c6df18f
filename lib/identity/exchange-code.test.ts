import { randomUUID } from "node:crypto";
import type { JWTPayload } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { forget } from "@/lib/core/process-wide";
import { authorizationUrl, exchangeCode } from "@/lib/identity/exchange-code";
import { newVisit } from "@/lib/identity/visit";
import { startOidcProvider } from "@/lib/testing/oidc-provider";
import { proveAt, providerAt, type TestProvider, visitProvider } from "@/lib/testing/visits";

let server: TestProvider;
beforeAll(async () => {
  server = await startOidcProvider();
});
afterAll(() => server.close());

const person = { sub: randomUUID(), email: "kim@example.com", email_verified: true };
beforeEach(() => {
  forget("provider metadata");
  server.be({ person });
});

const now = () => Math.floor(Date.now() / 1000);
const changed = (change: JWTPayload) => () =>
  server.be({ person, claims: (claims) => ({ ...claims, ...change }) });

describe("who comes back from the provider", () => {
  it("is whom the provider names", async () => {
    const proven = await proveAt(server);
    expect(proven).toMatchObject({
      ...{ subject: person.sub, email: { address: "kim@example.com", verified: true } },
      authTime: expect.any(Number),
    });
  });

  it("is asked to sign in anew for a signature alone", async () => {
    const provider = providerAt(server);
    const url = async (signing: string | null) =>
      new URL(await authorizationUrl(provider, newVisit({ next: "/", signing }))).searchParams;
    expect((await url(null)).has("prompt")).toBe(false);
    const params = await url("one");
    expect([params.get("prompt"), params.get("max_age")]).toEqual(["login", "300"]);
    expect(params.get("code_challenge_method")).toBe("S256");
  });

  it("is known with a key that the provider took after its keys were read, half a minute later at most", async () => {
    await proveAt(server);
    await server.changeKey();
    await expect(proveAt(server)).rejects.toThrow(/no key/);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    await expect(proveAt(server)).resolves.toMatchObject({ subject: person.sub });
    vi.useRealTimers();
  });

  it("may be described at userinfo, if it is the same subject", async () => {
    const apart = { person: { sub: person.sub }, emailApart: person };
    server.be(apart);
    expect((await proveAt(server)).email).toEqual({ address: "kim@example.com", verified: true });
    server.be({ ...apart, emailApart: { ...person, sub: "somebody else" } });
    expect((await proveAt(server)).email).toBeNull();
  });

  it("is exchanged with the secret in the form where the provider wants it so", async () => {
    const metadata = { token_endpoint_auth_methods_supported: ["client_secret_post"] };
    server.be({ person, metadata });
    await expect(proveAt(server)).resolves.toMatchObject({ subject: person.sub });
  });

  it("has an email that counts as verified only when it is said so", async () => {
    changed({ email_verified: undefined })();
    expect((await proveAt(server)).email?.verified).toBe(false);
  });
});

describe("refused is an answer", () => {
  const wrong: [string, () => void, RegExp][] = [
    ["of another visit", changed({ nonce: "other" }), /nonce/],
    ["for somebody else", changed({ aud: "other" }), /"aud"/],
    ["for several, of which another asked", changed({ aud: ["countersign", "other"] }), /azp/],
    ["that another client asked for", changed({ azp: "other" }), /azp/],
    ["of another issuer", changed({ iss: "https://other.example" }), /"iss"/],
    ["that is over", changed({ exp: now() - 3_600 }), /exp/i],
    ["that never ends", changed({ exp: undefined }), /"exp"/],
    ["of the future", changed({ iat: now() + 3_600 }), /future|iat/],
    ["without a subject", changed({ sub: undefined }), /"sub"/],
    ["without a nonce", changed({ nonce: undefined }), /"nonce"/],
    ["with claims of another shape", changed({ auth_time: "now" }), /auth_time/],
    ["that nobody signed", () => server.be({ person, algorithm: "none" }), /alg/i],
    ["signed with what we know too", () => server.be({ person, algorithm: "HS256" }), /alg/i],
    ["that leads elsewhere", () => server.be({ person, redirectsTokens: true }), /307|JSON/],
    ["of a provider of another name", named("https://other.example"), /calls itself/],
    ["at an open way", endpoint("http://example.com/token"), /not https/],
    ["at an address inside", endpoint("https://10.0.0.1/token"), /address-refused/],
  ];
  function named(issuer: string) {
    return () => server.be({ person, metadata: { issuer } });
  }
  function endpoint(token_endpoint: string) {
    return () => server.be({ person, metadata: { token_endpoint } });
  }
  it.each(wrong)("%s", async (_, misbehave, problem) => {
    misbehave();
    await expect(proveAt(server)).rejects.toMatchObject({
      name: "ProviderFailure",
      message: expect.stringMatching(problem),
    });
    expect(server.asked).not.toContain("POST /elsewhere");
  });

  it("that was used", async () => {
    const [provider, visit] = [providerAt(server), newVisit({ next: "/", signing: null })];
    const brought = await visitProvider(provider, visit);
    await exchangeCode(provider, visit, brought, new Date());
    await expect(exchangeCode(provider, visit, brought, new Date())).rejects.toThrow(
      /invalid_grant/,
    );
  });

  it("to somebody else's question: the code belongs to the browser that asked", async () => {
    const provider = providerAt(server);
    const [mine, other] = [1, 2].map(() => newVisit({ next: "/", signing: null }));
    if (!mine || !other) throw new Error("two visits were to be made");
    const brought = await visitProvider(provider, other);
    await expect(exchangeCode(provider, mine, brought, new Date())).rejects.toThrow(
      /invalid_grant/,
    );
  });

  it("that names another issuer, or none where it should", async () => {
    const [provider, visit] = [providerAt(server), newVisit({ next: "/", signing: null })];
    const brought = await visitProvider(provider, visit);
    for (const iss of ["https://other.example", null]) {
      const params = new URLSearchParams(brought);
      if (iss === null) params.delete("iss");
      else params.set("iss", iss);
      await expect(exchangeCode(provider, visit, params, new Date())).rejects.toThrow(/iss/);
    }
  });
});
