"use client";

import { useTranslations } from "use-intl";
import { ConfirmAct } from "@/components/auth/confirm-act";
import { Time } from "@/components/ui/time";
import { endDelegationAction } from "@/lib/people/actions";
import type { DelegationView } from "@/lib/people/schema";

type DelegationsProps = {
  delegations: readonly DelegationView[];
  /** Whose account it is, as the viewer's own or as somebody else's. */
  personId: string | null;
};

/** Who signs in whose name, until when; either of the two, and an administrator, can end it. */
export function Delegations({ delegations, personId }: DelegationsProps) {
  const t = useTranslations("account.away");
  if (delegations.length === 0) return <p className="text-muted">{t("none")}</p>;
  return (
    <ul aria-label={t("listed")} className="divide-y divide-line">
      {delegations.map(({ id, from, to, team, until }) => {
        const names = { from: from.name, to: to.name, team: team.name };
        const words =
          from.id === personId ? "given" : to.id === personId ? "received" : ("other" as const);
        return (
          <li key={id} className="flex min-h-row flex-wrap items-center gap-x-2 py-1">
            <span className="min-w-0 flex-1 basis-56">
              {t(words, names)} <Time iso={until} />
            </span>
            <ConfirmAct
              action={endDelegationAction}
              input={{ fromId: from.id, delegationId: id }}
              label={t("end")}
              fullLabel={t("endLabel", names)}
              title={t("endTitle")}
              body={t("endBody", names)}
            />
          </li>
        );
      })}
    </ul>
  );
}
