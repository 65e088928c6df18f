import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import "pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css";
import "@/app/globals.css";
import { Providers } from "@/components/shell/providers";
import { pickTheme, themeCookie } from "@/components/shell/theme";
import { messagesFor } from "@/lib/i18n/messages";
import { getLocale, getZone } from "@/lib/i18n/server";

export const metadata: Metadata = {
  title: { default: "Countersign", template: "%s · Countersign" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fdfcfa" },
    { media: "(prefers-color-scheme: dark)", color: "#1a1c20" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, zone, jar] = await Promise.all([getLocale(), getZone(), cookies()]);
  return (
    <html
      lang={locale}
      data-theme={pickTheme(jar.get(themeCookie)?.value)}
      // The theme switch writes this attribute in the browser, without the server.
      suppressHydrationWarning
    >
      <body>
        <Providers
          locale={locale}
          zone={zone}
          messages={messagesFor(locale, ["common", "shell", "errors"])}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
