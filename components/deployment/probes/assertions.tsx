"use client";

import { useTranslations } from "use-intl";
import { ProbeVerdictMark } from "@/components/ui/state-mark";
import type { JudgedAssertion } from "@/lib/probe/schema";

/** What was asked and what was got, line by line. */
export function Assertions({ assertions }: { assertions: readonly JudgedAssertion[] }) {
  const t = useTranslations("probe.assertions");
  if (assertions.length === 0) return null;
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">{t("caption")}</caption>
        <thead className="text-muted">
          <tr>
            <th className="py-1 pr-3 font-normal">{t("asked")}</th>
            <th className="py-1 pr-3 font-normal">{t("got")}</th>
            <th className="py-1 font-normal">{t("verdict")}</th>
          </tr>
        </thead>
        <tbody>
          {assertions.map((assertion) => (
            <tr key={assertion.text} className="border-line border-t align-top">
              <td className="py-1 pr-3">
                <code>{assertion.text}</code>
              </td>
              <td className="py-1 pr-3">
                {assertion.actual ?? assertion.raw ?? "–"}
                {assertion.unmeasured ? (
                  <span className="block text-muted">
                    {t(`unmeasured.${assertion.unmeasured}`, assertion.params ?? {})}
                  </span>
                ) : null}
              </td>
              <td className="py-1">
                <ProbeVerdictMark verdict={assertion.verdict} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
