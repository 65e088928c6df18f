"use client";

import { useTranslations } from "use-intl";
import { useFigureText } from "@/components/deployment/probes/use-figure-text";
import { useReasonText } from "@/components/deployment/probes/use-reason-text";
import { ProbeVerdictMark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import type { Round } from "@/lib/probe/schema";

/** Whatever did not pass, and the last ones: a soak has up to a thousand. */
const mostShown = 40;

function shownOf(rounds: readonly Round[]): { round: Round; number: number }[] {
  const numbered = rounds.map((round, at) => ({ round, number: at + 1 }));
  if (numbered.length <= mostShown) return numbered;
  const notPassed = numbered.filter(({ round }) => round.verdict !== "pass");
  const kept = new Set([...notPassed.slice(0, mostShown / 2), ...numbered.slice(-mostShown / 2)]);
  return numbered.filter((one) => kept.has(one));
}

/** The measurements of a run with `for:`, each with its time and what came of it. */
export function Rounds({ rounds }: { rounds: readonly Round[] }) {
  const t = useTranslations("probe.rounds");
  const figureText = useFigureText();
  const reasonText = useReasonText();
  const shown = shownOf(rounds);
  const passed = rounds.filter(({ verdict }) => verdict === "pass").length;
  return (
    <>
      <p>{t("all", { n: rounds.length, passed })}</p>
      <ol className="mt-1 grid gap-0.5">
        {shown.map(({ round, number }) => (
          <li key={number} className="flex flex-wrap items-center gap-x-3">
            <span className="w-8 text-right text-muted tabular-nums">{number}</span>
            <ProbeVerdictMark verdict={round.verdict} />
            <Time iso={round.startedAt} show="time" className="text-muted" />
            <span className="tabular-nums">
              {round.verdict === "pass"
                ? round.figures.map((one) => `${one.name} ${figureText(one)}`).join(" · ")
                : reasonText(round.reason)}
            </span>
          </li>
        ))}
      </ol>
      {shown.length < rounds.length ? (
        <p className="text-muted">{t("left", { n: rounds.length - shown.length })}</p>
      ) : null}
    </>
  );
}
