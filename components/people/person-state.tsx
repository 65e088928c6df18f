"use client";

import { CircleCheck, CircleSlash2, KeyRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import type { PersonView } from "@/lib/people/schema";

type PersonStateProps = { person: Pick<PersonView, "disabledAt" | "mustChangePassword"> };

export function PersonState({ person }: PersonStateProps) {
  const t = useTranslations("people.state");
  if (person.disabledAt)
    return (
      <Badge tone="failed" icon={<CircleSlash2 aria-hidden />}>
        {t("disabled")}
      </Badge>
    );
  if (person.mustChangePassword)
    return (
      <Badge tone="attention" icon={<KeyRound aria-hidden />}>
        {t("invited")}
      </Badge>
    );
  return <Badge icon={<CircleCheck aria-hidden />}>{t("active")}</Badge>;
}
