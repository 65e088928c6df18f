"use client";

import { useTranslations } from "use-intl";
import { useAssertionText } from "@/components/deployment/probes/use-assertion-text";
import { ProbeVerdictMark } from "@/components/ui/state-mark";
import type { JudgedAssertion } from "@/lib/probe/schema";

/** What contradicts comes first, then what was not measured. */
const inOrder = (assertions: readonly JudgedAssertion[]) =>
  (["fail", "inconclusive", "pass"] as const).flatMap((verdict) =>
    assertions.filter((one) => one.verdict === verdict),
  );

type AssertionsProps = { kind: string | null; assertions: readonly JudgedAssertion[] };

/** What was asked and what was got, line by line: in words, then as written. */
export function Assertions({ kind, assertions }: AssertionsProps) {
  const t = useTranslations("probe.assertions");
  const assertionText = useAssertionText();
  if (assertions.length === 0) return null;
  return (
    <ul aria-label={t("caption")} className="divide-y divide-line border-line border-y">
      {inOrder(assertions).map((one) => {
        const { got, asked, detail } = assertionText(kind, one);
        return (
          <li key={one.text} className="grid gap-x-3 py-1.5 sm:grid-cols-[7.5rem_minmax(0,1fr)]">
            <ProbeVerdictMark verdict={one.verdict} className="self-start" />
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p>
                {got} <span className="text-muted">{t("wanted", { asked })}</span>
              </p>
              {detail ? <p>{detail}</p> : null}
              <p className="text-muted text-sm">
                <code>{one.text}</code>
                {one.raw !== null && one.raw !== one.actual && `"${one.raw}"` !== one.actual ? (
                  <>
                    {" · "}
                    {t("raw")} <code>{one.raw}</code>
                  </>
                ) : null}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
