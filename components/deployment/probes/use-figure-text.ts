"use client";

import { useFormatter, useTranslations } from "use-intl";
import { type Figure, figureText } from "@/lib/probe/figure-text";

/** A measured figure as a person reads it: "132 ms", "43.1%", "23 days". */
export function useFigureText(): (figure: Figure) => string {
  const unit = useTranslations("probe.unit");
  const { number } = useFormatter();
  return (figure) => figureText(figure, { unit, number });
}
