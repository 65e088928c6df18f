"use client";

import { useTranslations } from "use-intl";
import { signOffMarks } from "@/components/sign-off/sign-off-marks";
import { Mark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import type { StakeholderView } from "@/lib/share/schema";

type SignOff = StakeholderView["signOffs"][number];

export function StakeholderSignOffs({ view }: { view: StakeholderView }) {
  const t = useTranslations("signOff");
  if (view.signOffs.length === 0) return null;
  return (
    <section aria-labelledby="sign-offs">
      <h2 id="sign-offs" className="font-semibold text-lg">
        {t("title")}
      </h2>
      <ul className="mt-1 divide-y divide-line rounded-lg border border-line bg-sheet">
        {view.signOffs.map((signOff) => (
          <SignOffLine key={signOff.key} signOff={signOff} />
        ))}
      </ul>
    </section>
  );
}

function SignOffLine({ signOff: { kind, label, status, by, inNameOf, at } }: { signOff: SignOff }) {
  const t = useTranslations("signOff");
  const who = by !== null && inNameOf !== null ? t("onBehalfOf", { name: by, away: inNameOf }) : by;
  return (
    <li className="flex min-h-row flex-wrap items-center gap-x-4 px-3 py-1">
      <span className="min-w-0 flex-1">{kind === "team" ? label : t(`kind.${kind}`)}</span>
      {at ? (
        <span className="text-muted text-sm">
          {who} <Time iso={at} show="stamp" />
        </span>
      ) : null}
      <Mark {...signOffMarks[status]} className="sm:w-28" word={t(`status.${status}`)} />
    </li>
  );
}
