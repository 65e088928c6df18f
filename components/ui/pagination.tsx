"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { buttonStyle } from "@/components/ui/button-style";
import { LinkButton } from "@/components/ui/link-button";

type PaginationProps = {
  /** 1 for the first page. */
  page: number;
  perPage: number;
  total: number;
  href: (page: number) => string;
};

/** Which part of the list this is, and the way to its neighbours. */
export function Pagination({ page, perPage, total, href }: PaginationProps) {
  const t = useTranslations("common.pagination");
  const from = total === 0 ? 0 : (page - 1) * perPage + 1;
  const to = Math.min(page * perPage, total);
  return (
    <nav aria-label={t("label")} className="flex items-center justify-end gap-1 py-2">
      <span className="mr-2 text-muted text-sm">{t("range", { from, to, total })}</span>
      <Step label={t("previous")} href={page > 1 ? href(page - 1) : null} rel="prev" />
      <Step label={t("next")} href={to < total ? href(page + 1) : null} rel="next" />
    </nav>
  );
}

type StepProps = { label: string; href: string | null; rel: "prev" | "next" };

function Step({ label, href, rel }: StepProps) {
  const Icon = rel === "prev" ? ChevronLeft : ChevronRight;
  if (href === null)
    return (
      // biome-ignore lint/a11y/useValidAnchor: the end of the list, told as a disabled link
      <a
        role="link"
        aria-disabled="true"
        aria-label={label}
        className={buttonStyle("quiet", "icon")}
      >
        <Icon aria-hidden className="size-4" />
      </a>
    );
  return (
    <LinkButton variant="quiet" size="icon" aria-label={label} href={href} rel={rel}>
      <Icon aria-hidden className="size-4" />
    </LinkButton>
  );
}
