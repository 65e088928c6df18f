import { describe, expect, it } from "vitest";
import {
  disableBlocker,
  maySignForTeam,
  passwordBlocker,
  revokeBlocker,
  teamKey,
} from "@/lib/people/rules";

const admin = { id: "g1", role: "admin", projectId: null } as const;
const viewer = { id: "g2", role: "viewer", projectId: null } as const;
const person = { id: "p", name: "P", disabled: false, grants: [admin, viewer] };

describe("a team's key", () => {
  it.each([
    ["QA", "qa"],
    ["Product Owner", "product-owner"],
    ["  Dev/Ops & Cloud ", "dev-ops-cloud"],
    ["품질 보증", "품질-보증"],
    ["!!!", ""],
  ])("of %j is %j", (name, key) => expect(teamKey(name)).toBe(key));
});

describe("the last administrator", () => {
  it("keeps role and access; others may lose theirs", () => {
    expect(disableBlocker(person, "other", 0)?.code).toBe("last_admin");
    expect(disableBlocker(person, "other", 1)).toBeNull();
    expect(revokeBlocker(person, "g1", 0)?.code).toBe("last_admin");
    expect(revokeBlocker(person, "g2", 0)).toBeNull();
    expect(revokeBlocker({ ...person, disabled: true }, "g1", 0)).toBeNull();
  });

  it("is one of all projects: a project's admin does not count", () => {
    const local = { ...person, grants: [{ ...admin, projectId: "x" }] };
    expect(revokeBlocker(local, "g1", 0)).toBeNull();
  });
});

describe("who may sign for a team", () => {
  it("is an enabled approver of that project; an admin or release manager is not", () => {
    const has = (role: "approver" | "admin" | "release_manager", projectId: string | null) =>
      maySignForTeam({ disabled: false, grants: [{ role, projectId }] }, "x");
    expect(has("approver", null)).toBe(true);
    expect(has("approver", "x")).toBe(true);
    expect(has("approver", "y")).toBe(false);
    expect(has("admin", null)).toBe(false);
    expect(has("release_manager", null)).toBe(false);
    const grants = [{ role: "approver", projectId: null }] as const;
    expect(maySignForTeam({ disabled: true, grants }, null)).toBe(false);
  });
});

describe("a password", () => {
  it.each([
    "lamp river stone seven",
    "correct horse battery",
    "비밀스러운 강가의 돌 일곱",
    "x9!kQ2#vL0@p",
  ])("%j is accepted", (password) =>
    expect(passwordBlocker(password, ["Kim Minji", "kim@example.com"])).toBeNull(),
  );

  it.each([
    ["elevenchars", "password_too_short"],
    ["Password!2026", "password_too_common"],
    ["qwertyuiop123", "password_too_common"],
    ["abababababab", "password_too_common"],
    ["kim@example.com", "password_personal"],
  ])("%j is refused: %s", (password, code) =>
    expect(passwordBlocker(password, ["Kim Minji", "kim@example.com"])?.code).toBe(code),
  );
});
