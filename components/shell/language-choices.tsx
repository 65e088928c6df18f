"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "use-intl";
import { setPreference } from "@/components/shell/preference";
import { MenuChoice, MenuGroup } from "@/components/ui/menu-item";
import { type Locale, localeCookie, locales } from "@/lib/i18n/locale";

/** Each language is named in itself. */
const names: Record<Locale, string> = { en: "English", ko: "한국어" };

export function LanguageChoices() {
  const t = useTranslations("shell");
  const locale = useLocale();
  const router = useRouter();
  return (
    <MenuGroup label={t("language")}>
      {locales.map((each) => (
        <MenuChoice
          key={each}
          lang={each}
          checked={each === locale}
          onSelect={() => {
            setPreference(localeCookie, each);
            router.refresh();
          }}
        >
          {names[each]}
        </MenuChoice>
      ))}
    </MenuGroup>
  );
}
