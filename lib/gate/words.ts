import type { Reason } from "@/lib/core/errors";
import { errorText } from "@/lib/i18n/error-text";
import type { Locale } from "@/lib/i18n/locale";
import { translator } from "@/lib/i18n/translator";
import { isBlockerCode } from "@/lib/verdict/codes";

/** A reason as the page words it. */
export function reasonText({ code, params }: Reason, locale: Locale): string {
  if (!isBlockerCode(code)) return errorText(translator(locale, "errors"), { code, params });
  const said = translator(locale, "verdict")(`blocker.${code}`, params);
  return params.reason ? `${said} (${params.reason})` : said;
}
