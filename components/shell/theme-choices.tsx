"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { setPreference } from "@/components/shell/preference";
import { type Theme, themeCookie, themes } from "@/components/shell/theme";
import { MenuChoice, MenuGroup } from "@/components/ui/menu-item";

const words = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;

export function ThemeChoices({ theme }: { theme: Theme }) {
  const t = useTranslations("shell");
  const [chosen, setChosen] = useState(theme);
  return (
    <MenuGroup label={t("theme")}>
      {themes.map((each) => (
        <MenuChoice
          key={each}
          checked={each === chosen}
          onSelect={() => {
            setPreference(themeCookie, each);
            document.documentElement.dataset.theme = each;
            setChosen(each);
          }}
        >
          {t(words[each])}
        </MenuChoice>
      ))}
    </MenuGroup>
  );
}
