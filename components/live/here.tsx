"use client";

import { useTranslations } from "use-intl";
import type { Present } from "@/components/live/use-live";
import { AvatarInitials } from "@/components/ui/avatar-initials";

const shown = 5;

/** Who else is looking, as initials with names. */
export function Here({ people, me }: { people: Present[]; me: string }) {
  const t = useTranslations("deployment");
  const others = people.filter((person) => person.id !== me);
  if (others.length === 0) return null;
  const names = others.map((person) => person.name).join(", ");
  return (
    <ul className="flex items-center" aria-label={t("live.here", { names })}>
      {others.slice(0, shown).map((person) => (
        <li key={person.id} className="-ml-1 first:ml-0" title={person.name}>
          <AvatarInitials name={person.name} />
        </li>
      ))}
      {others.length > shown && (
        <li className="ml-1 text-muted text-xs">{t("live.more", { n: others.length - shown })}</li>
      )}
    </ul>
  );
}
