"use client";

import { useTranslations } from "use-intl";
import { useFigureText } from "@/components/deployment/probes/use-figure-text";
import { useReasonText } from "@/components/deployment/probes/use-reason-text";
import type { Evidence } from "@/lib/probe/schema";

/** Each attempt with its requests, redirects among them; what ended it early. */
export function Attempts({ attempts }: Pick<Evidence, "attempts">) {
  const t = useTranslations("probe.evidence");
  const figureText = useFigureText();
  const reasonText = useReasonText();
  return (
    <ol className="grid gap-1">
      {attempts.map(({ hops, problem }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attempts never move
        <li key={at}>
          <p className="text-muted">{t("attempt", { n: at + 1 })}</p>
          <ol className="pl-3 [overflow-wrap:anywhere]">
            {hops.map((hop, step) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: requests of an attempt never move
              <li key={step}>
                <code>{hop.target}</code>
                <span className="text-muted">
                  {hop.address ? ` → ${hop.address}:${hop.port}` : null}
                  {hop.status === null ? null : ` · ${t("status")} ${hop.status}`}
                  {hop.phases.totalMs === null
                    ? null
                    : ` · ${figureText({ value: hop.phases.totalMs, unit: "ms" })}`}
                </span>
              </li>
            ))}
          </ol>
          {problem ? <p className="pl-3">{reasonText(problem)}</p> : null}
        </li>
      ))}
    </ol>
  );
}
