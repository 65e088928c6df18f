"use client";

import { readAmount } from "@/components/deployment/probes/asked";
import { useFigureText } from "@/components/deployment/probes/use-figure-text";

const signs: Readonly<Record<string, string>> = { "==": "=", "!=": "≠", "<=": "≤", ">=": "≥" };

/** A bound as a line has room for it: `≥ 30 days`, `= green`. */
export function useBoundText(): (asked: string) => string {
  const figureText = useFigureText();
  return (asked) => {
    const [op = "", ...rest] = asked.split(" ");
    const value = rest.join(" ");
    const amount = readAmount(value);
    const text = amount ? figureText(amount) : value.replace(/^"([^"]*)"$/, "$1");
    return `${signs[op] ?? op} ${text}`;
  };
}
