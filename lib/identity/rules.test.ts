import { expect, it } from "vitest";
import { FRESH_SECONDS, freshBlocker, linkBlocker } from "@/lib/identity/rules";

const now = new Date("2026-05-01T10:00:00Z");
const ago = (seconds: number) => now.getTime() / 1000 - seconds;
const fresh = (at: number | undefined) => freshBlocker(at, now, "Keyring")?.code ?? "fresh";

it("a sign-in is fresh for less than five minutes, and not without its time", () => {
  expect([0, FRESH_SECONDS - 1].map((age) => fresh(ago(age)))).toEqual(["fresh", "fresh"]);
  expect(fresh(ago(FRESH_SECONDS))).toBe("provider_sign_in_old");
  expect(fresh(undefined)).toBe("provider_no_auth_time");
  expect(fresh(ago(-3_600))).toBe("provider_no_auth_time");
  expect(fresh(Number.NaN)).toBe("provider_no_auth_time");
});

it("links by a verified email alone, somebody who is here and nobody there yet", () => {
  const verified = { address: "kim@example.com", verified: true };
  const person = { disabled: false, linked: false };
  const link = (...[email, candidate]: [Parameters<typeof linkBlocker>[0], typeof person | null]) =>
    linkBlocker(email, candidate, "Keyring")?.code ?? "links";
  expect(link(verified, person)).toBe("links");
  expect(link(null, person)).toBe("provider_email_unverified");
  expect(link({ ...verified, verified: false }, person)).toBe("provider_email_unverified");
  expect(link(verified, null)).toBe("provider_no_account");
  expect(link(verified, { ...person, disabled: true })).toBe("provider_no_account");
  expect(link(verified, { ...person, linked: true })).toBe("provider_other_identity");
});
