"use client";

import { useTranslations } from "use-intl";
import { useFigureText } from "@/components/deployment/probes/use-figure-text";
import type { Phases } from "@/lib/probe/schema";

const shades = ["bg-border/60", "bg-faint", "bg-ink", "bg-border", "bg-faint/50"];

type Part = { name: "dnsMs" | "connectMs" | "tlsMs" | "firstByteMs" | "restMs"; ms: number };

/** The phases that took place, one after the other, with what is left until the last byte. */
function partsOf(phases: Phases): Part[] {
  const measured = (["dnsMs", "connectMs", "tlsMs", "firstByteMs"] as const).flatMap((name) => {
    const ms = phases[name];
    return ms === null ? [] : [{ name, ms }];
  });
  const sum = measured.reduce((total, { ms }) => total + ms, 0);
  const restMs = (phases.totalMs ?? 0) - sum;
  return restMs > 0 ? [...measured, { name: "restMs" as const, ms: restMs }] : measured;
}

/** Where the time went: a bar, and the same in figures. */
export function PhaseBar({ phases }: { phases: Phases }) {
  const t = useTranslations("probe.evidence");
  const figureText = useFigureText();
  const parts = partsOf(phases);
  const text = (ms: number) => figureText({ value: ms, unit: "ms" });
  if (parts.length === 0) return null;
  return (
    <>
      <div aria-hidden className="mt-1.5 flex h-2 gap-px overflow-hidden rounded-full">
        {parts.map(({ name, ms }, at) => (
          <span key={name} className={shades[at]} style={{ flex: `${Math.max(ms, 0.01)} 0 2px` }} />
        ))}
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-4 tabular-nums">
        {parts.map(({ name, ms }, at) => (
          <li key={name} className="inline-flex items-center gap-1.5 whitespace-nowrap">
            <span aria-hidden className={`size-2 rounded-full ${shades[at]}`} />
            {t(name)} {text(ms)}
          </li>
        ))}
        {phases.totalMs === null ? null : (
          <li className="font-medium">
            {t("totalMs")} {text(phases.totalMs)}
          </li>
        )}
      </ul>
    </>
  );
}
