import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Light and dark value of every colour token, from the style sheet that ships. */
const css = readFileSync(new URL("../../app/tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--color-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }] as const,
  ),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast ratio, 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function ratio(a: string, b: string, theme: "light" | "dark"): number {
  const [first, second] = [tokens.get(a), tokens.get(b)];
  if (!first || !second) throw new Error(`No token --color-${first ? b : a} in app/tokens.css`);
  return contrast(first[theme], second[theme]);
}

const surfaces = ["paper", "sheet", "sunken", "hover", "pressed"];
const states = ["settled", "attention", "failed", "sign"];

const textPairs = [
  ...["ink", "muted"].flatMap((ink) => surfaces.map((surface) => [ink, surface])),
  ...["paper", "sheet", "sunken", "hover"].map((surface) => ["faint", surface]),
  ...states.flatMap((state) => surfaces.map((surface) => [state, surface])),
  ...states.flatMap((state) => [
    [state, `${state}-soft`],
    ["ink", `${state}-soft`],
    ["muted", `${state}-soft`],
  ]),
  ["on-sign", "sign-fill"],
  ["on-sign", "sign-fill-strong"],
  ["on-danger", "danger"],
  ["on-danger", "danger-strong"],
] as [string, string][];

const shapePairs = [
  ...["border", "focus"].flatMap((line) =>
    surfaces.filter((s) => s !== "pressed").map((surface) => [line, surface]),
  ),
  ...["sign-fill", "danger"].flatMap((fill) => [
    [fill, "paper"],
    [fill, "sheet"],
  ]),
] as [string, string][];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  it.each(textPairs)("%s on %s is readable (4.5:1)", (text, surface) => {
    expect(ratio(text, surface, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapePairs)("%s on %s is visible (3:1)", (line, surface) => {
    expect(ratio(line, surface, theme)).toBeGreaterThanOrEqual(3);
  });

  it("body text is calm but strong (10:1)", () => {
    expect(ratio("ink", "sheet", theme)).toBeGreaterThanOrEqual(10);
  });
});
