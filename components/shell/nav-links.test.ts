import { describe, expect, it } from "vitest";
import { isCurrent, navLinks } from "@/components/shell/nav-links";
import { pickTheme } from "@/components/shell/theme";

describe("the navigation", () => {
  it.each(["people", "log"])("shows %s to admins alone", (key) => {
    expect(navLinks(true).map((link) => link.key)).toContain(key);
    expect(navLinks(false).map((link) => link.key)).not.toContain(key);
  });

  it("marks the part that a path belongs to, and no other", () => {
    const marked = (path: string) =>
      navLinks(true)
        .filter((link) => isCurrent(link.href, path))
        .map((link) => link.key);
    expect(marked("/")).toEqual(["deployments"]);
    expect(marked("/deployments/42")).toEqual(["deployments"]);
    expect(marked("/templates/7/versions/2")).toEqual(["templates"]);
    expect(marked("/people")).toEqual(["people"]);
    expect(marked("/account")).toEqual([]);
  });
});

describe("the theme", () => {
  it("is the system's unless the cookie names another", () => {
    expect(pickTheme("dark")).toBe("dark");
    expect(pickTheme("sepia")).toBe("system");
    expect(pickTheme(undefined)).toBe("system");
  });
});
