import type { ReactNode } from "react";
import { MessagesScope } from "@/components/shell/messages-scope";
import { messagesFor } from "@/lib/i18n/messages";
import { getLocale } from "@/lib/i18n/server";
import type { Namespace } from "@/messages";

type RouteMessagesProps = { namespaces: readonly Namespace[]; children: ReactNode };

/**
 * Sends a route's own texts to the browser, on top of `common`, `shell` and `errors`, which every page
 * has. Wrap the page (or its layout) in it; client components below use `useTranslations` as ever.
 */
export async function RouteMessages({ namespaces, children }: RouteMessagesProps) {
  const messages = messagesFor(await getLocale(), namespaces);
  return <MessagesScope messages={messages}>{children}</MessagesScope>;
}
