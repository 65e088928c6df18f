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
  const fresh = compileTree(messages[locale][namespace]);
  compiled.set(key, fresh);
  return fresh;
}

/** The messages of some namespaces in the form that the formatter at hand reads. */
export function messagesFor<const N extends Namespace>(
  locale: Locale,
  namespaces: readonly N[],
): Pick<Messages, N> {
  const picked = namespaces.map((name) => [name, namespaceMessages(locale, name)] as const);
  // Typed as the texts they were made from: only the formatter looks inside.
  return Object.fromEntries(picked) as Pick<Messages, N>;
}
