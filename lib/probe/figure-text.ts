import type { ProbeFigure } from "@/lib/probe/schema";

const named = ["ms", "s", "bytes", "days"] as const;
type NamedUnit = (typeof named)[number];

export type Figure = { value: ProbeFigure["value"]; unit: ProbeFigure["unit"] | "s" };

export type FigureWords = {
  unit(unit: NamedUnit, values: { amount: string }): string;
  number(value: number, options: { style?: "percent"; maximumFractionDigits: number }): string;
};

/** A measured figure as a person reads it, on the page and in print: "132 ms", "43.1%", "23 days"; a status is bare. */
export function figureText({ value, unit }: Figure, words: FigureWords): string {
  if (typeof value !== "number" || unit === "status") return String(value);
  if (unit === "ratio") return words.number(value, { style: "percent", maximumFractionDigits: 2 });
  const amount = words.number(value, { maximumFractionDigits: value < 10 ? 2 : 0 });
  const known = named.find((one) => one === unit);
  return known ? words.unit(known, { amount }) : amount;
}
