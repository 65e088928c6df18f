"use client";

import { useTranslations } from "use-intl";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link-button";

/** What Next gives an `error.tsx`. */
export type ErrorViewProps = { error: Error & { digest?: string }; reset: () => void };

/** A bug, told to the person: what is safe, what to do, and the number that the server's log has. */
export function ErrorView({ error, reset }: ErrorViewProps) {
  const t = useTranslations("common.error");
  return (
    <div className="mx-auto max-w-prose px-4 py-16">
      <h1 className="sr-only">{t("title")}</h1>
      <ErrorState title={t("title")} onRetry={reset}>
        <p>{t("body")}</p>
        {error.digest ? (
          <p className="mt-1 text-muted text-sm">{t("reference", { digest: error.digest })}</p>
        ) : null}
      </ErrorState>
      <LinkButton href="/" className="mt-4">
        {t("home")}
      </LinkButton>
    </div>
  );
}
