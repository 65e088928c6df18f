import { cookies } from "next/headers";
import Link from "next/link";
import type { ReactNode } from "react";
import { AccountMenu, type ShellPerson } from "@/components/shell/account-menu";
import { LanguageMenu } from "@/components/shell/language-menu";
import { Navigation } from "@/components/shell/navigation";
import { pickTheme, themeCookie } from "@/components/shell/theme";
import { ThemeMenu } from "@/components/shell/theme-menu";
import { Wordmark } from "@/components/shell/wordmark";
import { getTranslations } from "@/lib/i18n/server";

type ShellProps = {
  /** Null for pages that need no sign-in: no navigation then, only language and theme. */
  person: ShellPerson | null;
  /** A server action that ends the session and goes to the sign-in page. */
  signOut?: () => Promise<void>;
  children: ReactNode;
};

/** The frame of every page: skip link, top bar, the page's landmark. */
export async function Shell({ person, signOut, children }: ShellProps) {
  const [t, jar] = await Promise.all([getTranslations("shell"), cookies()]);
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-ink text-sheet focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-3 focus:py-2"
      >
        {t("skip")}
      </a>
      <header className="sticky top-0 z-40 flex h-bar items-center gap-4 border-line border-b bg-sheet px-3 sm:px-4">
        <Link href="/" aria-label={t("home")} className="flex rounded-sm">
          <Wordmark />
        </Link>
        {person ? <Navigation isAdmin={person.isAdmin} /> : null}
        <div className="ml-auto flex items-center gap-1">
          <LanguageMenu />
          <ThemeMenu theme={pickTheme(jar.get(themeCookie)?.value)} />
          {person && signOut ? <AccountMenu person={person} signOut={signOut} /> : null}
        </div>
      </header>
      <main id="main" tabIndex={-1} className="px-3 py-4 outline-none sm:px-4">
        {children}
      </main>
    </>
  );
}
