"use client";

import clsx from "clsx";
import { MenuIcon } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { isCurrent, navLinks } from "@/components/shell/nav-links";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { MenuLink } from "@/components/ui/menu-item";

/** The main ways: a line of links, on a phone a menu. */
export function Navigation({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations("shell");
  const path = usePathname();
  const links = navLinks(isAdmin);
  return (
    <nav aria-label={t("navigation")} className="flex h-full items-center">
      <ul className="hidden h-full items-stretch gap-1 sm:flex">
        {links.map(({ key, href }) => (
          <li key={key} className="flex">
            <Link
              href={href}
              aria-current={isCurrent(href, path) ? "page" : undefined}
              className={clsx(
                "focus-inset flex items-center px-2.5 pt-0.5",
                isCurrent(href, path)
                  ? "border-ink border-b-2 font-medium text-ink"
                  : "pb-0.5 text-muted hover:text-ink",
              )}
            >
              <LinkText>{t(key)}</LinkText>
            </Link>
          </li>
        ))}
      </ul>
      <div className="sm:hidden">
        <Menu
          trigger={(props) => (
            <Button {...props} variant="quiet" size="icon" aria-label={t("menu")}>
              <MenuIcon aria-hidden className="size-5" />
            </Button>
          )}
        >
          {links.map(({ key, href, icon: Icon }) => (
            <MenuLink
              key={key}
              href={href}
              current={isCurrent(href, path)}
              icon={<Icon aria-hidden />}
            >
              {t(key)}
            </MenuLink>
          ))}
        </Menu>
      </div>
    </nav>
  );
}

/** Underlined while its page is on the way: the old page stays until the new one is whole. */
function LinkText({ children }: { children: ReactNode }) {
  const { pending } = useLinkStatus();
  return <span className={clsx(pending && "underline underline-offset-4")}>{children}</span>;
}
