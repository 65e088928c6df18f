"use client";

import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { signOffMarks } from "@/components/sign-off/sign-off-marks";
import { useSignerName } from "@/components/sign-off/use-signer-name";
import { Mark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import { currentSignature, signOffStatus } from "@/lib/deployment/standing";
import { awaited } from "@/lib/sign-off/rules";

/** The sign-offs that stand at this place of the document; they are answered at the right. */
export function SignOffLines({ signOffKeys }: { signOffKeys: readonly string[] }) {
  const t = useTranslations("deployment.signOffs");
  const given = useTranslations("signOff");
  const { plan, state } = useDeployment();
  const signerName = useSignerName();
  if (signOffKeys.length === 0) return null;
  const turns = new Set(awaited(plan, state).map(({ key }) => key));
  return (
    <ul aria-label={t("label")} className="mt-1.5 rounded-md border border-line bg-sheet">
      {signOffKeys.map((key) => {
        const status = signOffStatus(state, key);
        const shown = status === "waiting" && turns.has(key) ? "open" : status;
        const signature = currentSignature(state, key);
        return (
          <li
            key={key}
            className="flex min-h-row flex-wrap items-center gap-x-3 border-line border-b px-3 py-1 last:border-b-0"
          >
            <span className="min-w-40 flex-1">{state.signOffs[key]?.label ?? key}</span>
            <Mark {...signOffMarks[shown]} word={given(`status.${shown}`)} />
            {signature ? (
              <span className="text-muted text-sm">
                {signerName(signature)} <Time iso={signature.at} show="stamp" />
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
