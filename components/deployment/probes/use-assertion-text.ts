"use client";

import { useTranslations } from "use-intl";
import {
  detailOf,
  firstWord,
  percentOf,
  readAmount,
  readAsked,
} from "@/components/deployment/probes/asked";
import { useFigureText } from "@/components/deployment/probes/use-figure-text";
import { saidLine } from "@/lib/probe/said-line";
import type { JudgedAssertion } from "@/lib/probe/schema";
import type { Messages } from "@/messages";

type SaidKey = keyof Messages["probe"]["said"];
const aggregates = {
  all: "metricAll",
  any: "metricAny",
  max: "metricMax",
  min: "metricMin",
  sum: "metricSum",
} as const;

export type AssertionText = {
  /** "The certificate ends in 12 days." */
  got: string;
  /** "at least 30 days" */
  asked: string;
  /** What a kind adds to the word that it measured: "max-age is 300 s, less than 180 days". */
  detail: string | null;
};

/** An assertion as people say it, whatever its kind. */
export function useAssertionText(): (kind: string | null, one: JudgedAssertion) => AssertionText {
  const t = useTranslations("probe");
  const figureText = useFigureText();

  const valueText = (text: string): string => {
    const amount = readAmount(text);
    if (amount) return t(amount.atLeast ? "amountAtLeast" : "amount", { text: figureText(amount) });
    const hundreds = /^([1-5])xx$/.exec(text)?.[1];
    return hundreds ? `${hundreds}00–${hundreds}99` : text;
  };

  const askedText = (expected: string, word: boolean): string => {
    const asked = readAsked(expected);
    if (!asked) return expected;
    const { op, value } = asked;
    return t(`asked.${op}`, { value: valueText(word ? value.replace(/^"(.*)"$/, "$1") : value) });
  };

  const keyOf = (kind: string | null, subject: string, aggregate: string | null): SaidKey => {
    if (subject.startsWith("$")) return "path";
    if (subject.startsWith("header ")) return "header";
    if (percentOf(subject) !== null) return "percentile";
    if (kind === "metrics" || kind === "promql") {
      const found = Object.entries(aggregates).find(([word]) => word === aggregate);
      return found?.[1] ?? (kind === "promql" ? "value" : "metric");
    }
    const name = subject.replaceAll(" ", "_");
    return t.has(`said.${name as SaidKey}`) ? (name as SaidKey) : "other";
  };

  return (kind, { text, expected, actual, unmeasured, params }) => {
    const { subject, aggregate } = saidLine(text);
    const over = subject === "days left" && actual?.startsWith("-");
    const key = over ? "days_past" : keyOf(kind, subject, aggregate);
    const name = subject.replace(/^header /, "");
    // The messages' format takes no hyphen in a choice.
    const word = firstWord(actual ?? "").replaceAll("-", "_");
    const got =
      unmeasured === null && actual !== null
        ? t(`said.${key}`, {
            name,
            got: valueText(over ? actual.slice(1) : actual),
            word,
            percent: percentOf(subject) ?? 0,
          })
        : t("notMeasured", {
            name: subject,
            why: t(`unmeasured.${unmeasured ?? "missing"}`, params ?? {}),
          });
    return {
      got,
      detail: detailOf(actual),
      asked: askedText(expected, key !== "path" && key !== "body" && key !== "header"),
    };
  };
}
