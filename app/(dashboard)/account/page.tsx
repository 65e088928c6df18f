import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PasswordForm } from "@/components/auth/password-form";
import { AwayForm } from "@/components/people/away-form";
import { Delegations } from "@/components/people/delegations";
import { RouteMessages } from "@/components/shell/route-messages";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { requireCaller } from "@/lib/auth/caller";
import { requirePerson } from "@/lib/auth/viewer";
import { getTranslations } from "@/lib/i18n/server";
import { ownDelegations } from "@/lib/people/delegation-queries";
import { getOwnAccount } from "@/lib/people/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

export default async function AccountPage() {
  await requirePerson();
  const caller = await requireCaller();
  const [{ name, email, grants, teams, identities, hasPassword }, away] = await Promise.all([
    getOwnAccount(caller),
    ownDelegations(caller),
  ]);
  const [t, tp] = await Promise.all([getTranslations("account"), getTranslations("people")]);
  const roles = grants.map(({ role, project }) =>
    tp("grantScope", { role: tp(`role.${role}`), project: project?.name ?? tp("allProjects") }),
  );
  return (
    <RouteMessages namespaces={["account"]}>
      <div className="mx-auto max-w-2xl">
        <PageHeader title={t("title")} />
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          <Entry label={t("name")}>{name}</Entry>
          <Entry label={t("email")}>{email}</Entry>
          <Entry label={t("roles")}>{roles.length > 0 ? roles.join(" · ") : t("noRoles")}</Entry>
          <Entry label={t("teams")}>
            {teams.length > 0 ? teams.map((team) => team.name).join(" · ") : t("noTeams")}
          </Entry>
          {identities.map(({ id, issuer, linkedAt }) => (
            <Entry key={id} label={t("identity")}>
              {t.rich("identityAt", {
                place: issuer.replace(/^https?:\/\//, ""),
                time: () => <Time iso={linkedAt} />,
              })}
            </Entry>
          ))}
        </dl>
        <p className="mt-3 text-muted text-sm">{t("askAdmin")}</p>
        <h2 className="mt-8 mb-1 font-semibold text-xl tracking-tight">{t("away.title")}</h2>
        <p className="mb-3 text-muted text-sm">{t("away.hint")}</p>
        <Delegations delegations={away.delegations} personId={away.personId} />
        <AwayForm teams={away.teams} people={away.people} />
        <h2 className="mt-8 mb-3 font-semibold text-xl tracking-tight">{t("passwordTitle")}</h2>
        {hasPassword ? <PasswordForm oneTime={false} email={email} /> : <p>{t("noPassword")}</p>}
      </div>
    </RouteMessages>
  );
}

function Entry({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
