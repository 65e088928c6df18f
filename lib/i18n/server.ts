import { cookies, headers } from "next/headers";
import { cache } from "react";
import { type Locale, localeCookie, pickLocale, pickZone, zoneCookie } from "@/lib/i18n/locale";
import { translator } from "@/lib/i18n/translator";
import type { Namespace } from "@/messages";

/** The language of this request. */
export const getLocale = cache(async (): Promise<Locale> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return pickLocale(jar.get(localeCookie)?.value, head.get("accept-language"));
});

/** The viewer's time zone as far as it is known; UTC at the very first visit. */
export const getZone = cache(async (): Promise<string> => {
  return pickZone((await cookies()).get(zoneCookie)?.value);
});

/** Texts of one namespace for a server component. */
export async function getTranslations<const N extends Namespace>(namespace: N) {
  return translator(await getLocale(), namespace);
}
