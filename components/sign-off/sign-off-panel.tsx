"use client";

import { useSearchParams } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { SignOffGroup } from "@/components/sign-off/sign-off-group";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { signOffList } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";

const DiffersNote = lazy(() => import("@/components/sign-off/differs-note"));
const ProviderReturn = lazy(() => import("@/components/sign-off/provider-return"));

/** Peers of one section together, in document order; the final ones last. */
function groupsOf(plan: Plan, state: DeploymentState): SignOffState[][] {
  const groupOf = ({ key }: SignOffState) =>
    plan.units.find(({ signOffKeys }) => signOffKeys.includes(key))?.key ?? "final";
  return [...Map.groupBy(signOffList(state), groupOf).values()];
}

/** All required signatures in their order, and what the viewer may do about them. */
export function SignOffPanel() {
  const t = useTranslations("signOff");
  const { state, plan } = useDeployment();
  // As it was when the page came: the address forgets it.
  const [signingId] = useState(useSearchParams().get("signing"));
  const all = signOffList(state);
  return (
    <section aria-labelledby="sign-offs-title">
      <h2 id="sign-offs-title" className="font-semibold">
        {t("title")}
      </h2>
      {state.differs ? (
        <Suspense fallback={null}>
          <DiffersNote differs={state.differs} />
        </Suspense>
      ) : null}
      {all.length === 0 ? <p className="mt-1 text-muted text-sm">{t("none")}</p> : null}
      {groupsOf(plan, state).map((group) => (
        <SignOffGroup key={group[0]?.key} group={group} />
      ))}
      {signingId ? (
        <Suspense fallback={null}>
          <ProviderReturn signingId={signingId} />
        </Suspense>
      ) : null}
    </section>
  );
}
