"use client";

import { useTranslations } from "use-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import { roles } from "@/lib/core/permissions";
import {
  type AdminEvent,
  type AdminLogSearch,
  adminLogAddress,
  adminPageSize,
} from "@/lib/installation/schema";

type ListProps = { events: readonly AdminEvent[]; total: number; search: AdminLogSearch };

/** A page of events, newest first, each with its number in its own chain. */
export function AdminLogList({ events, total, search }: ListProps) {
  const t = useTranslations("adminLog");
  if (events.length === 0)
    return <EmptyState title={t("empty.title")}>{t("empty.hint")}</EmptyState>;
  return (
    <>
      <ol aria-label={t("list")}>
        {events.map((event) => (
          <li
            key={event.id}
            className="grid grid-cols-[4ch_minmax(0,1fr)] gap-3 border-line border-b px-3 py-1.5"
          >
            <span className="text-right text-muted tabular-nums">
              <span className="sr-only">{t("number")} </span>
              {event.number}
            </span>
            <Line event={event} />
          </li>
        ))}
      </ol>
      <Pagination
        page={search.page}
        perPage={adminPageSize}
        total={total}
        href={(page) => adminLogAddress({ ...search, page })}
      />
    </>
  );
}

function Line({ event }: { event: AdminEvent }) {
  const t = useTranslations("adminLog");
  const roleText = useTranslations("people.role");
  const { words, by, stream, role, project, team, to, changes } = event;
  const known = roles.find((one) => one === role);
  const values = {
    who: by ?? t("system"),
    thing: stream.name,
    role: known ? roleText(known) : "",
    project: project ?? t("allProjects"),
    team: team ?? "",
    to: to ?? "",
  };
  return (
    <span className="min-w-0 [overflow-wrap:anywhere]">
      <span>{words ? t(`event.${words}`, values) : `${values.who}: ${event.kind}`}</span>{" "}
      <Time iso={event.at} show="stamp" className="text-muted" />
      {changes.map(({ field, before, after }) => (
        <span key={field} className="block text-muted">
          {t(`field.${field}`)}:{" "}
          {before === null ? null : (
            <>
              <Said text={before} /> →{" "}
            </>
          )}
          {after === null ? t("nothing") : <Said text={after} />}
        </span>
      ))}
    </span>
  );
}

const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** What the log says, times in the reader's zone. */
const Said = ({ text }: { text: string }) =>
  moment.test(text) ? <Time iso={text} show="stamp" /> : text;
