"use client";

import clsx from "clsx";
import { KeyRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { buttonStyle } from "@/components/ui/button-style";
import { useErrorText } from "@/lib/i18n/use-error-text";
import type { VisitProblem } from "@/lib/identity/schema";

type ProviderSignInProps = {
  /** Of the provider. */
  name: string;
  /** A path of this site, already checked. */
  next: string;
  /** What became of the last visit there. */
  problem: VisitProblem | null;
};

/** The other way in: at the installation's identity provider. */
export function ProviderSignIn({ name, next, problem }: ProviderSignInProps) {
  const t = useTranslations("auth");
  const errorText = useErrorText();
  return (
    <div className="mb-4 grid gap-4">
      <FormError text={problem ? errorText({ code: problem, params: { name } }) : null} />
      {/* A plain link: it leaves this site, and must not be fetched ahead. */}
      <a
        href={`/api/identity/start?next=${encodeURIComponent(next)}`}
        className={clsx(buttonStyle("default", "lg"), "min-w-0")}
      >
        <KeyRound aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{t("withProvider", { name })}</span>
      </a>
      <p className="flex items-center gap-3 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
    </div>
  );
}
