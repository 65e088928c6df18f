"use client";

import { Languages } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "use-intl";
import { setPreference } from "@/components/shell/preference";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { MenuChoice } from "@/components/ui/menu-item";
import { type Locale, localeCookie, locales } from "@/lib/i18n/locale";

/** Each language is named in itself. */
const names: Record<Locale, string> = { en: "English", ko: "한국어" };

export function LanguageMenu() {
  const t = useTranslations("shell");
  const locale = useLocale();
  const router = useRouter();
  return (
    <Menu
      trigger={(props) => (
        <Button
          {...props}
          variant="quiet"
          size="icon"
          aria-label={t("language")}
          title={t("language")}
        >
          <Languages aria-hidden className="size-4.5" />
        </Button>
      )}
    >
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
    </Menu>
  );
}
