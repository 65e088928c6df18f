"use client";

import { SunMoon } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { setPreference } from "@/components/shell/preference";
import { type Theme, themeCookie, themes } from "@/components/shell/theme";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { MenuChoice } from "@/components/ui/menu-item";

const words = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;

export function ThemeMenu({ theme }: { theme: Theme }) {
  const t = useTranslations("shell");
  const [chosen, setChosen] = useState(theme);
  return (
    <Menu
      trigger={(props) => (
        <Button {...props} variant="quiet" size="icon" aria-label={t("theme")} title={t("theme")}>
          <SunMoon aria-hidden className="size-4.5" />
        </Button>
      )}
    >
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
    </Menu>
  );
}
