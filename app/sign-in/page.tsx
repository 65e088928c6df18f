import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ProviderSignIn } from "@/components/auth/provider-sign-in";
import { SignInForm } from "@/components/auth/sign-in-form";
import { RouteMessages } from "@/components/shell/route-messages";
import { Shell } from "@/components/shell/shell";
import { TextLink } from "@/components/ui/text-link";
import { safeNext } from "@/lib/auth/next-path";
import { currentPerson } from "@/lib/auth/viewer";
import { getTranslations } from "@/lib/i18n/server";
import { provider } from "@/lib/identity/provider";
import { visitProblem } from "@/lib/identity/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("title") };
}

type Asked = Record<"next" | "problem", string | string[] | undefined>;
type SignInProps = { searchParams: Promise<Asked> };

export default async function SignInPage({ searchParams }: SignInProps) {
  const { next, problem } = await searchParams;
  const path = safeNext(typeof next === "string" ? next : null);
  const problemThere = visitProblem.safeParse(problem).data ?? null;
  const person = await currentPerson();
  if (person && !problemThere) redirect(path);
  const t = await getTranslations("auth");
  const name = provider()?.name;
  return (
    <Shell person={null}>
      <RouteMessages namespaces={["auth"]}>
        <div className="mx-auto mt-[8vh] max-w-sm rounded-lg border border-line bg-sheet p-6 shadow-raised">
          <h1 className="font-semibold text-2xl tracking-tight">{t("title")}</h1>
          <p className="mt-1 mb-5 text-muted">{t("lead")}</p>
          {name ? <ProviderSignIn name={name} next={path} problem={problemThere} /> : null}
          {person ? (
            <p>
              {t("stillIn")} <TextLink href={path}>{t("goOn")}</TextLink>
            </p>
          ) : (
            <SignInForm next={path} />
          )}
          <p className="mt-4 text-muted text-sm">{t("forgotten")}</p>
        </div>
      </RouteMessages>
    </Shell>
  );
}
