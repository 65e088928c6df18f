import type { Locale as AppLocale } from "@/lib/i18n/locale";
import type { Messages } from "@/messages";

declare module "use-intl" {
  interface AppConfig {
    Locale: AppLocale;
    Messages: Messages;
  }
}
