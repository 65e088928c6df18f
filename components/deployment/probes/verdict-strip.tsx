"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import { probeVerdicts } from "@/components/ui/states";
import { toneText } from "@/components/ui/tone";
import type { Verdict } from "@/lib/probe/schema";

/** `counts` false: drawn hollow, and said. */
export type StripMark = { verdict: Verdict; counts?: boolean };

/** A disc, a cross, a diamond: told apart without colour. */
const shapes: Record<Verdict, string> = {
  pass: "M5 1.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7Z",
  fail: "m2 2 6 6m0-6-6 6",
  inconclusive: "m5 1 4 4-4 4-4-4Z",
};

const step = 11;

type StripProps = { marks: readonly StripMark[]; label: string; className?: string };

/** Verdicts in a row, oldest first; `label` says what of. */
export function VerdictStrip({ marks, label, className }: StripProps) {
  const t = useTranslations("probe");
  if (marks.length === 0) return null;
  const words = marks.map(({ verdict, counts }) =>
    counts === false
      ? t("strip.hollow", { verdict: t(`verdict.${verdict}`) })
      : t(`verdict.${verdict}`),
  );
  const text = `${label}: ${words.join(", ")}`;
  return (
    <span title={text} className={clsx("inline-flex", className)}>
      <svg role="img" aria-label={text} width={marks.length * step - 1} height={10}>
        {marks.map(({ verdict, counts }, at) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its place in the row
            key={at}
            d={shapes[verdict]}
            transform={`translate(${at * step})`}
            strokeWidth={counts === false ? 1.2 : verdict === "fail" ? 2.2 : 1}
            className={clsx(
              "stroke-current",
              toneText[probeVerdicts[verdict].tone],
              counts === false ? "fill-transparent" : "fill-current",
            )}
          />
        ))}
      </svg>
    </span>
  );
}
