import compile from "icu-minify/compile";
import formatMessage from "use-intl/format-message";
import type { Locale } from "@/lib/i18n/locale";
import { type Messages, messages, type Namespace } from "@/messages";

type MessageTree = { [key: string]: string | MessageTree };

/**
 * Browsers get messages parsed ahead (next.config.ts replaces the formatter by the one that reads
 * these), which spares them the ICU parser. Outside Next the formatter parses by itself.
 */
const parsesItself = "raw" in formatMessage && formatMessage.raw === true;

const compiled = new Map<string, unknown>();

function compileTree(tree: MessageTree): unknown {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === "string" ? compile(value) : compileTree(value),
    ]),
  );
}

function namespaceMessages(locale: Locale, namespace: Namespace): unknown {
  if (parsesItself) return messages[locale][namespace];
  const key = `${locale}.${namespace}`;
  const known = compiled.get(key);
  if (known) return known;
  // The compiler's objects have no prototype, which React does not send to a browser.
  const fresh: unknown = JSON.parse(JSON.stringify(compileTree(messages[locale][namespace])));
  compiled.set(key, fresh);
  return fresh;
}

/**
 * The messages of some namespaces, in the form that the formatter at hand reads. Typed as all of
 * them, as `use-intl` wants it; asking for a namespace that was not sent shows as a missing text.
 */
export function messagesFor(locale: Locale, namespaces: readonly Namespace[]): Messages {
  const picked = namespaces.map((name) => [name, namespaceMessages(locale, name)]);
  return Object.fromEntries(picked) as Messages;
}
