"use client";

import { CircleUserRound, KeyRound, LogOut } from "lucide-react";
import { useTransition } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu-item";
import { toast } from "@/components/ui/toast-store";

/** Who is signed in, as the shell shows it. */
export type ShellPerson = { id: string; name: string; email: string; isAdmin: boolean };

type AccountMenuProps = { person: ShellPerson; signOut: () => Promise<void> };

export function AccountMenu({ person, signOut }: AccountMenuProps) {
  const t = useTranslations("shell");
  const tErrors = useTranslations("errors");
  const [pending, start] = useTransition();
  const leave = () =>
    start(async () => {
      try {
        await signOut();
      } catch (error) {
        if (navigator.onLine) throw error;
        toast({ tone: "failed", text: tErrors("network") });
      }
    });
  return (
    <Menu
      trigger={(props) => (
        <Button
          {...props}
          variant="quiet"
          size="icon"
          pending={pending}
          aria-label={t("account", { name: person.name })}
        >
          <CircleUserRound aria-hidden className="size-5" />
        </Button>
      )}
    >
      <div className="px-3 py-1.5">
        <p className="font-medium">{person.name}</p>
        <p className="text-muted text-sm">{person.email}</p>
      </div>
      <MenuSeparator />
      <MenuLink href="/account" icon={<KeyRound aria-hidden />}>
        {t("changePassword")}
      </MenuLink>
      <MenuItem onSelect={leave} icon={<LogOut aria-hidden />}>
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
