"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { ProbeFigure } from "@/lib/probe/schema";

/** A measured figure as a person reads it: "132 ms", "43.1%", "23 days". */
export function useFigureText(): (figure: {
  value: ProbeFigure["value"];
  unit: ProbeFigure["unit"] | "s";
}) => string {
  const t = useTranslations("probe.unit");
  const format = useFormatter();
  return ({ value, unit }) => {
    if (typeof value !== "number") return String(value);
    if (unit === "status") return String(value);
    if (unit === "ratio") {
      return format.number(value, { style: "percent", maximumFractionDigits: 2 });
    }
    const amount = format.number(value, { maximumFractionDigits: value < 10 ? 2 : 0 });
    const named = unit === "ms" || unit === "s" || unit === "bytes" || unit === "days";
    return named ? t(unit, { amount }) : amount;
  };
}
