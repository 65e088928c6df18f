"use client";

import { Hourglass } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { ConfirmAct } from "@/components/auth/confirm-act";
import { formatTime } from "@/components/ui/format-time";
import { useZone } from "@/components/ui/use-zone";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { confirmMemberAction } from "@/lib/people/actions";
import type { LateMember as Late } from "@/lib/people/schema";

type LateMemberProps = {
  late: Late;
  person: { id: string; name: string };
  team: { id: string; name: string };
};

/** That a member cannot sign yet what was under way when they joined, and the second admin's button. */
export function LateMember({ late, person, team }: LateMemberProps) {
  const t = useTranslations("people.late");
  const [locale, zone] = [useLocale(), useZone()];
  const errorText = useErrorText();
  const time = (iso: string) => formatTime(iso, locale, zone, "datetime");
  const names = { name: person.name, team: team.name };
  const by = late.addedBy ?? t("system");
  return (
    <div className="flex basis-full flex-wrap items-center gap-x-3 gap-y-1 pb-1.5 text-sm">
      <p className="flex min-w-0 flex-1 basis-64 gap-1.5 text-attention">
        <Hourglass aria-hidden className="mt-0.5 size-4 flex-none" />
        <span suppressHydrationWarning>
          {t("joined", { at: time(late.joinedAt), by, n: late.deployments })}{" "}
          {late.confirmed
            ? t("confirmedTooNew", { name: late.confirmed.by, at: time(late.confirmed.since) })
            : null}{" "}
          {late.blocker ? errorText({ code: "refused", reason: late.blocker }) : null}
        </span>
      </p>
      {late.blocker ? null : (
        <ConfirmAct
          action={confirmMemberAction}
          input={{ personId: person.id, teamId: team.id }}
          label={t("confirm")}
          fullLabel={t("confirmLabel", names)}
          title={t("confirmTitle", names)}
          body={t("confirmBody", { ...names, n: late.helped })}
          variant="primary"
          className="ml-auto"
        />
      )}
    </div>
  );
}
