"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { EventLine } from "@/components/log/event-line";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { titleText } from "@/lib/checklist/title-text";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { type LogSearch, logAddress } from "@/lib/deployment/log-filter";

type LogListProps = {
  events: readonly DeploymentEvent[];
  names: Record<string, string>;
  /** Texts of items, units and sign-offs, by key. */
  titles: Record<string, string>;
  search: LogSearch;
  more: boolean;
};

/** A page of the log, newest first, each event with its number in the chain. */
export function LogList({ events, names, titles, search, more }: LogListProps) {
  const t = useTranslations("log");
  const last = events.at(-1);
  const titleOf = (key: string) => titleText(titles[key] ?? key);
  if (!last) return <EmptyState title={t("empty.title")}>{t("empty.hint")}</EmptyState>;
  return (
    <>
      <ol aria-label={t("title")}>
        {events.map((event) => (
          <li
            key={event.number}
            className="grid grid-cols-[4ch_minmax(0,1fr)] gap-3 border-line border-b px-3 py-1.5"
          >
            <span className="text-right text-muted tabular-nums">
              <span className="sr-only">{t("number")} </span>
              {event.number}
            </span>
            <EventLine
              event={event}
              names={names}
              labelOf={titleOf}
              signOffLabel={titleOf}
              unitTitle={titleOf}
            />
          </li>
        ))}
      </ol>
      <nav aria-label={t("pages")} className="flex justify-end gap-2 py-3">
        {search.before ? (
          <LinkButton variant="quiet" href={logAddress({ ...search, before: null })}>
            <ChevronLeft aria-hidden className="size-4" />
            {t("newest")}
          </LinkButton>
        ) : null}
        {more ? (
          <LinkButton href={logAddress({ ...search, before: last.number })}>
            {t("older")}
            <ChevronRight aria-hidden className="size-4" />
          </LinkButton>
        ) : null}
      </nav>
    </>
  );
}
