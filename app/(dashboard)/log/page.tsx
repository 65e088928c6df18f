import type { Metadata } from "next";
import { AdminLogFilters } from "@/components/admin-log/admin-log-filters";
import { AdminLogList } from "@/components/admin-log/admin-log-list";
import { AnchorStates, ChainsState } from "@/components/admin-log/chains-state";
import { RouteMessages } from "@/components/shell/route-messages";
import { PageHeader } from "@/components/ui/page-header";
import { pageRead } from "@/lib/auth/page-read";
import { getTranslations } from "@/lib/i18n/server";
import { adminLog, verifyAdminLogs } from "@/lib/installation/queries";
import { adminLogSearch } from "@/lib/installation/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("adminLog"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AdminLogPage({ searchParams }: Props) {
  const search = adminLogSearch.parse(await searchParams);
  const gone = (await getTranslations("common"))("forgotten");
  const log = await pageRead((caller) => adminLog(caller, search, gone));
  const [chains, t] = await Promise.all([pageRead(verifyAdminLogs), getTranslations("adminLog")]);
  return (
    <RouteMessages namespaces={["adminLog", "people"]}>
      <div className="mx-auto max-w-5xl">
        <PageHeader title={t("title")}>
          <p className="mb-1 max-w-prose">{t("intro")}</p>
          <ChainsState chains={chains} />
        </PageHeader>
        <AnchorStates anchors={log.anchors} />
        <AdminLogFilters search={search} people={log.people} />
        <AdminLogList events={log.events} total={log.total} search={search} />
      </div>
    </RouteMessages>
  );
}
