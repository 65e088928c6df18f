"use client";

import { useQuery } from "@tanstack/react-query";
import { MailQuestion } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { Time, TimeAgo } from "@/components/ui/time";
import { titleText } from "@/lib/checklist/title-text";
import { deploymentsQuery } from "@/lib/deployment/cache";
import { counted, type ListFilter, listSearch } from "@/lib/deployment/list-search";
import type { AskedOfMe } from "@/lib/deployment/view";

/** What the viewer was asked to sign, whatever the list below is filtered by; nothing when nobody asked. */
export function AskedOfMeList({ filter }: { filter: ListFilter }) {
  const t = useTranslations("deployments.asked");
  const { data } = useQuery(deploymentsQuery(listSearch(filter)));
  const asked = data?.asked ?? [];
  // The server's title says the same; this follows the list while it stays open.
  useEffect(() => {
    document.title = counted(document.title, asked.length);
  }, [asked.length]);
  if (asked.length === 0) return null;
  return (
    <section
      aria-labelledby="asked-of-me"
      className="mb-6 rounded-md border border-sign bg-sign-soft px-3 py-2"
    >
      <h2 id="asked-of-me" className="flex items-center gap-2 font-semibold">
        <MailQuestion aria-hidden className="size-4 shrink-0 text-sign" />
        {t("title", { n: asked.length })}
      </h2>
      <ul className="mt-1 divide-y divide-line">
        {asked.map((one) => (
          <Asked key={one.id} asked={one} />
        ))}
      </ul>
    </section>
  );
}

function Asked({ asked }: { asked: AskedOfMe }) {
  const t = useTranslations("deployments.asked");
  const { deploymentId, title, version, kind, label, byName, message, reminders } = asked;
  const signOff = kind === "team" ? label : t(kind === "deployed_by" ? "deploys" : "approves");
  return (
    <li className="relative grid gap-x-4 py-2 sm:grid-cols-[minmax(0,3fr)_minmax(0,4fr)]">
      <div className="min-w-0">
        <Link
          href={`/deployments/${deploymentId}#${encodeURIComponent(`sign-off-${asked.signOffKey}`)}`}
          className="font-medium underline decoration-border underline-offset-3 after:absolute after:inset-0 hover:decoration-current"
        >
          {signOff}
        </Link>
        <p className="[overflow-wrap:anywhere]">
          {titleText(title)} <span className="whitespace-nowrap">{version}</span>
        </p>
        <p className="text-muted text-sm">
          {asked.project} · {asked.environment}
        </p>
      </div>
      <div className="min-w-0">
        {message ? <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{message}</p> : null}
        <p className="text-muted text-sm">
          {t(asked.personId ? "byPerson" : "byTeam", { name: byName })}{" "}
          <Time iso={asked.at} show="stamp" />
          {asked.remindedAt ? (
            <>
              {" · "}
              {t("reminded", { n: reminders })} <TimeAgo iso={asked.remindedAt} />
            </>
          ) : null}
          {" · "}
          {t(asked.now ? "now" : "later")}
        </p>
      </div>
    </li>
  );
}
