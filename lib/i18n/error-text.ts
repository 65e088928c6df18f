import type { Messages } from "@/messages";

/** A rule's answer: a code that `messages/<language>/errors.json` words. */
export type WordedReason = { code: string; params?: Record<string, unknown> | undefined };
/** A reason itself, or an error that carries one (its reason says more than its own code). */
export type WordedError = WordedReason | { code: string; reason: WordedReason };

type ErrorKey = keyof Messages["errors"];
type Values = Record<string, string | number | Date>;
type ErrorTranslator = {
  (key: ErrorKey, values?: Values): string;
  has(key: ErrorKey): boolean;
};

function values(params: Record<string, unknown> = {}): Values {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "number" || value instanceof Date ? value : String(value),
    ]),
  );
}

/** The sentence for an error. `t` is the translator of the namespace `errors`. */
export function errorText(t: ErrorTranslator, error: WordedError): string {
  const isKnown = (code: string): code is ErrorKey => t.has(code as ErrorKey);
  const { code, params } = "reason" in error ? error.reason : error;
  if (isKnown(code)) return t(code, values(params));
  // An unworded reason still has the class of its error: "forbidden" says more than "unknown".
  if (isKnown(error.code)) return t(error.code, values(params));
  return t("unknown", { code });
}
