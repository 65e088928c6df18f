"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { IntlProvider } from "use-intl";
import { makeQueryClient } from "@/components/shell/query-client";
import { ZoneKeeper } from "@/components/shell/zone-keeper";
import { Toaster } from "@/components/ui/toaster";
import type { Locale } from "@/lib/i18n/locale";
import type { Messages } from "@/messages";

type ProvidersProps = { locale: Locale; zone: string; messages: Messages; children: ReactNode };

/** What every page needs in the browser: language, the viewer's zone, the query cache, toasts. */
export function Providers({ locale, zone, messages, children }: ProvidersProps) {
  const [queryClient] = useState(makeQueryClient);
  return (
    <IntlProvider locale={locale} timeZone={zone} messages={messages}>
      <QueryClientProvider client={queryClient}>
        {children}
        <Toaster />
        <ZoneKeeper rendered={zone} />
      </QueryClientProvider>
    </IntlProvider>
  );
}
