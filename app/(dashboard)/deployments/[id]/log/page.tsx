import type { Metadata } from "next";
import { ChainState } from "@/components/log/chain-state";
import { LogFilters } from "@/components/log/log-filters";
import { LogList } from "@/components/log/log-list";
import { RouteMessages } from "@/components/shell/route-messages";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageRead } from "@/lib/auth/page-read";
import { fillVariables } from "@/lib/checklist/variables";
import { logFilter, logSearch } from "@/lib/deployment/log-filter";
import { deploymentLog, verifyDeploymentLog } from "@/lib/deployment/log-queries";
import { deploymentDocument, deploymentView } from "@/lib/deployment/queries";
import type { DeploymentState } from "@/lib/deployment/state";
import { type Plan, planOf } from "@/lib/deployment/units";
import { valuesOf } from "@/lib/deployment/values";
import { getTranslations } from "@/lib/i18n/server";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("log"))("title") };
}

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** What people know items, stages and sign-offs by, by key. */
function titlesOf(plan: Plan, state: DeploymentState): Record<string, string> {
  const values = valuesOf(state);
  return Object.fromEntries([
    ...Object.values(plan.items).map(({ key, label }) => [key, fillVariables(label, values).text]),
    ...plan.units.map(({ key, title }) => [key, title]),
    ...Object.values(state.signOffs).map(({ key, label }) => [key, label]),
  ]);
}

export default async function LogPage({ params, searchParams }: Props) {
  const [{ id }, asked] = await Promise.all([params, searchParams]);
  const search = logSearch(asked);
  const [view, document, chain, t] = await Promise.all([
    pageRead((caller) => deploymentView(caller, id)),
    pageRead((caller) => deploymentDocument(caller, id)),
    pageRead((caller) => verifyDeploymentLog(caller, id)),
    getTranslations("log"),
  ]);
  const { state, names } = view;
  const titles = titlesOf(planOf(document, state), state);
  const filter = logFilter(search, { ...titles, ...names });
  const log = await pageRead((caller) => deploymentLog(caller, id, filter));
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
