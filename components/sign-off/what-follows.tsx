"use client";

import { useLocale, useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { titleText } from "@/lib/checklist/title-text";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import type { Unit } from "@/lib/deployment/units";
import { followsOf, unitName } from "@/lib/sign-off/follows";

/** What this signature leads to, said before it is given. */
export function WhatFollows({ signOff }: { signOff: SignOffState }) {
  const t = useTranslations("signOff");
  const locale = useLocale();
  const { state, plan, document } = useDeployment();
  const { still, opens, live, closes } = followsOf(plan, state, signOff);
  const list = (names: string[]) =>
    new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
  const nameOf = (unit: Unit) => titleText(unitName(document, unit));
  const said = [
    ...(closes ? [t("follows.closes")] : []),
    ...(still.length > 0 && signOff.kind !== "team" ? [t("follows.approval")] : []),
    ...(still.length > 0 && signOff.kind === "team"
      ? [t("follows.moreSignOffs", { names: list(still.map(({ label }) => label)) })]
      : []),
    ...(live ? [t("follows.goLive")] : []),
    ...(opens.length > 0
      ? [t("follows.opens", { n: opens.length, names: list(opens.map(nameOf)) })]
      : []),
  ];
  return (
    <p className="text-sm">
      <span className="font-medium">{t("whatFollows")}</span>{" "}
      {said.length > 0 ? said.join(" ") : t("follows.stands")}
    </p>
  );
}
