import { createTranslator } from "use-intl/core";
import type { Locale } from "@/lib/i18n/locale";
import { messagesFor } from "@/lib/i18n/messages";
import type { Messages, Namespace } from "@/messages";

/** A translator for places without a request: signed statements, mail, exports. */
export function translator<const N extends Namespace>(locale: Locale, namespace: N) {
  return createTranslator<Messages, N>({
    locale,
    namespace,
    messages: messagesFor(locale, [namespace]),
  });
}
