"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import { boundOf, distribute } from "@/components/deployment/probes/distribution";
import { useFigureText } from "@/components/deployment/probes/use-figure-text";
import type { JudgedAssertion } from "@/lib/probe/schema";

const height = 48;

type SamplesProps = {
  samples: readonly (number | null)[];
  assertions: readonly JudgedAssertion[];
};

/** How long each request of a latency probe took: the distribution, with the bound in it. */
export function Samples({ samples, assertions }: SamplesProps) {
  const t = useTranslations("probe.evidence.samples");
  const figureText = useFigureText();
  const drawn = distribute(samples, boundOf(assertions));
  if (!drawn) return <p>{t("none", { n: samples.length })}</p>;
  const { bins, toMs, boundMs, lost, at } = drawn;
  const most = Math.max(...bins.map(({ count }) => count));
  const text = (ms: number) => figureText({ value: ms, unit: "ms" });
  return (
    <>
      <div aria-hidden className="relative mt-1 flex items-end gap-px" style={{ height }}>
        {bins.map(({ count, over }, bin) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={bin}
            className={clsx("flex-1", over ? "bg-failed" : "bg-faint")}
            style={{ height: count === 0 ? 0 : Math.max(2, (count / most) * height) }}
          />
        ))}
        {boundMs === null ? null : (
          <span
            className="absolute inset-y-0 border-ink border-l-2 border-dashed"
            style={{ left: `${(boundMs / toMs) * 100}%` }}
          />
        )}
      </div>
      <div aria-hidden className="flex justify-between border-line border-t text-muted text-xs">
        <span>{text(0)}</span>
        {boundMs === null ? null : <span>{t("bound", { bound: text(boundMs) })}</span>}
        <span>{text(toMs)}</span>
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-4 tabular-nums">
        {at.map(({ percent, ms }) => (
          <li key={percent}>
            {percent === 100 ? t("slowest") : `p${percent}`} {text(ms)}
          </li>
        ))}
        <li className="text-muted">{t("count", { n: samples.length, lost })}</li>
      </ul>
    </>
  );
}
