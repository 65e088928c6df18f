"use client";

import { useTranslations } from "use-intl";
import { ConfirmAct } from "@/components/auth/confirm-act";
import { Time } from "@/components/ui/time";
import { unlinkIdentityAction } from "@/lib/identity/actions";
import type { PersonView } from "@/lib/people/schema";

/** Who they are at identity providers; nothing where they are nobody. */
export function PersonIdentities({ person }: { person: PersonView }) {
  const t = useTranslations("people.identity");
  const { id, name, email, identities, hasPassword } = person;
  if (identities.length === 0) return null;
  return (
    <div className="mt-4 grid gap-2">
      <h3 className="font-medium">{t("title")}</h3>
      <ul className="grid gap-1">
        {identities.map(({ id: identityId, issuer, linkedAt }) => {
          const place = issuer.replace(/^https?:\/\//, "");
          return (
            <li key={identityId} className="flex flex-wrap items-center justify-between gap-x-3">
              <span className="min-w-0 break-words">
                {t.rich("linked", { place, time: () => <Time iso={linkedAt} /> })}
              </span>
              <ConfirmAct
                action={unlinkIdentityAction}
                input={{ personId: id, identityId }}
                label={t("unlink")}
                fullLabel={t("unlinkLabel", { place })}
                title={t("unlinkTitle", { name, place })}
                body={t("unlinkBody", { email })}
              />
            </li>
          );
        })}
      </ul>
      {hasPassword ? null : <p className="text-muted text-sm">{t("noPassword")}</p>}
    </div>
  );
}
