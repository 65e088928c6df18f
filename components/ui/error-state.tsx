"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

type ErrorStateProps = {
  /** What happened. */
  title: ReactNode;
  /** To what, and what to do. */
  children?: ReactNode;
  onRetry?: () => void;
  retrying?: boolean;
};

export function ErrorState({ title, children, onRetry, retrying }: ErrorStateProps) {
  const t = useTranslations("common");
  return (
    <Callout
      tone="failed"
      role="alert"
      title={title}
      action={
        onRetry ? (
          <Button size="sm" pending={retrying} onClick={onRetry}>
            {t("retry")}
          </Button>
        ) : null
      }
    >
      {children}
    </Callout>
  );
}
