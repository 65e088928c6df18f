"use client";

import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { SignOffRow } from "@/components/sign-off/sign-off-row";
import { signOffList } from "@/lib/deployment/standing";

const SignDialog = lazy(() => import("@/components/sign-off/sign-dialog"));
const AnswerDialog = lazy(() => import("@/components/sign-off/answer-dialog"));

export type SignOffStep = { step: "sign" | "refuse" | "withdraw"; signOffKey: string };

/** All required signatures in their order, and what the viewer may do about them. */
export function SignOffPanel() {
  const t = useTranslations("signOff");
  const { state } = useDeployment();
  const [asked, setAsked] = useState<SignOffStep | null>(null);
  const all = signOffList(state);
  if (all.length === 0) {
    return (
      <section aria-labelledby="sign-offs-title">
        <h2 id="sign-offs-title" className="font-semibold">
          {t("title")}
        </h2>
        <p className="mt-1 text-muted text-sm">{t("none")}</p>
      </section>
    );
  }
  const close = () => setAsked(null);
  return (
    <section aria-labelledby="sign-offs-title">
      <h2 id="sign-offs-title" className="font-semibold">
        {t("title")}
      </h2>
      <ul className="mt-1.5 rounded-md border border-line bg-sheet">
        {all.map((signOff) => (
          <SignOffRow key={signOff.key} signOff={signOff} onStep={setAsked} />
        ))}
      </ul>
      {asked ? (
        <Suspense fallback={null}>
          {asked.step === "sign" ? (
            <SignDialog signOffKey={asked.signOffKey} onClose={close} />
          ) : (
            <AnswerDialog step={asked.step} signOffKey={asked.signOffKey} onClose={close} />
          )}
        </Suspense>
      ) : null}
    </section>
  );
}
