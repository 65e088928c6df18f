"use client";

import { SunMoon } from "lucide-react";
import { useTranslations } from "use-intl";
import { LanguageChoices } from "@/components/shell/language-choices";
import type { Theme } from "@/components/shell/theme";
import { ThemeChoices } from "@/components/shell/theme-choices";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { MenuSeparator } from "@/components/ui/menu-item";

/** Language and theme, also for who is not signed in. */
export function DisplayMenu({ theme }: { theme: Theme }) {
  const t = useTranslations("shell");
  return (
    <Menu
      trigger={(props) => (
        <Button
          {...props}
          variant="quiet"
          size="icon"
          aria-label={t("display")}
          title={t("display")}
        >
          <SunMoon aria-hidden className="size-4.5" />
        </Button>
      )}
    >
      <LanguageChoices />
      <MenuSeparator />
      <ThemeChoices theme={theme} />
    </Menu>
  );
}
