import type { Metadata } from "next";
import { ChainState } from "@/components/log/chain-state";
import { LogFilters } from "@/components/log/log-filters";
import { LogList } from "@/components/log/log-list";
import { RouteMessages } from "@/components/shell/route-messages";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageRead } from "@/lib/auth/page-read";
import { logFilter, logSearch } from "@/lib/deployment/log-filter";
import { deploymentLog, verifyDeploymentLog } from "@/lib/deployment/log-queries";
import { deploymentDocument, deploymentView } from "@/lib/deployment/queries";
import { planOf } from "@/lib/deployment/units";
import { getTranslations } from "@/lib/i18n/server";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("log"))("title") };
}

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function LogPage({ params, searchParams }: Props) {
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  const search = logSearch(asked);
  const [view, document, log, chain, t] = await Promise.all([
    pageRead((caller) => deploymentView(caller, id)),
    pageRead((caller) => deploymentDocument(caller, id)),
    pageRead((caller) => deploymentLog(caller, id, logFilter(search))),
    pageRead((caller) => verifyDeploymentLog(caller, id)),
    getTranslations("log"),
  ]);
  const { state, names } = view;
  const plan = planOf(document, state);
  const titles = Object.fromEntries([
    ...Object.values(plan.items).map(({ key, label }) => [key, label]),
    ...plan.units.map(({ key, title }) => [key, title]),
    ...Object.values(state.signOffs).map(({ key, label }) => [key, label]),
  ]);
  return (
    <RouteMessages namespaces={["log", "verdict"]}>
      <div className="mx-auto max-w-5xl">
        <PageHeader
          title={t("title")}
          above={
            <TextLink href={`/deployments/${id}`}>
              {state.title} {state.version}
            </TextLink>
          }
        >
          <ChainState events={chain.events} fault={chain.fault} />
        </PageHeader>
        <LogFilters search={search} people={names} path={`/deployments/${id}/log`} />
        <LogList
          events={log.events}
          names={{ ...names, ...log.names }}
          titles={titles}
          search={search}
          more={log.more}
        />
      </div>
    </RouteMessages>
  );
}
