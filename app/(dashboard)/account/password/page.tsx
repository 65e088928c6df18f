import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PasswordForm } from "@/components/auth/password-form";
import { RouteMessages } from "@/components/shell/route-messages";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { requirePerson } from "@/lib/auth/viewer";
import { getTranslations } from "@/lib/i18n/server";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("passwordTitle") };
}

/** The one page that a person with a one-time password can reach. */
export default async function FirstPasswordPage() {
  const person = await requirePerson({ beforePasswordChange: true });
  if (!person.mustChangePassword) redirect("/account");
  const t = await getTranslations("account");
  return (
    <RouteMessages namespaces={["account"]}>
      <div className="mx-auto max-w-2xl">
        <PageHeader title={t("passwordTitle")} />
        <Callout tone="attention" className="mb-4">
          {t("mustChange")}
        </Callout>
        <PasswordForm oneTime email={person.email} />
      </div>
    </RouteMessages>
  );
}
