"use client";

import { type ReactNode, useMemo } from "react";
import { IntlProvider, useLocale, useMessages } from "use-intl";
import type { Messages } from "@/messages";

/** Adds texts to those that the page already has. */
export function MessagesScope({ messages, children }: { messages: Messages; children: ReactNode }) {
  const [locale, outer] = [useLocale(), useMessages()];
  const all = useMemo(() => ({ ...outer, ...messages }), [outer, messages]);
  return (
    <IntlProvider locale={locale} messages={all}>
      {children}
    </IntlProvider>
  );
}
