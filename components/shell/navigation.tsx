"use client";

import clsx from "clsx";
import { MenuIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
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
                "focus-inset flex items-center border-y-2 border-transparent px-2.5",
                isCurrent(href, path)
                  ? "border-b-ink font-medium text-ink"
                  : "text-muted hover:text-ink",
              )}
            >
              {t(key)}
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
