import { LinkButton } from "@/components/ui/link-button";
import { getTranslations } from "@/lib/i18n/server";

/** The same words for what does not exist and for what one may not see. */
export async function NotFoundView() {
  const t = await getTranslations("common");
  return (
    <div className="mx-auto max-w-prose px-4 py-16">
      <h1 className="font-semibold text-2xl tracking-tight">{t("notFound.title")}</h1>
      <p className="mt-2 text-muted">{t("notFound.body")}</p>
      <LinkButton href="/" className="mt-5">
        {t("error.home")}
      </LinkButton>
    </div>
  );
}
