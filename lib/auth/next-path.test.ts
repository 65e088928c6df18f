import { describe, expect, it } from "vitest";
import { safeNext, signInPath } from "@/lib/auth/next-path";

describe("where to go after signing in", () => {
  it.each(["/people", "/deployments/1?item=a#b", "/"])("%s is kept", (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    null,
    "",
    "people",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/x/..//evil.example",
    "javascript:alert(1)",
    "/sign-in?next=/sign-in",
    "/api/auth/signout",
  ])("%s is not: no way to another site, no circle", (path) => {
    expect(safeNext(path)).toBe("/");
  });

  it("stands in the sign-in address", () => {
    expect(signInPath("/people?tab=teams")).toBe("/sign-in?next=%2Fpeople%3Ftab%3Dteams");
    expect(signInPath("//evil.example")).toBe("/sign-in");
  });
});
