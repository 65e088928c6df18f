"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { DeploymentRow } from "@/components/deployments/deployment-row";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link-button";
import { Pagination } from "@/components/ui/pagination";
import { SkeletonRows } from "@/components/ui/skeleton";
import { deploymentsQuery } from "@/lib/deployment/cache";
import { type ListFilter, listSearch } from "@/lib/deployment/list-search";
import type { DeploymentListItem } from "@/lib/deployment/view";

const groups = ["mine", "in_flight", "planned", "closed", "cancelled"] as const;

const groupOf = (item: DeploymentListItem): (typeof groups)[number] =>
  item.waitsForMe ? "mine" : item.status;

/** One page of the list in its groups; read again now and then, so that it can stay open on a wall. */
export function DeploymentsList({ filter }: { filter: ListFilter }) {
  const t = useTranslations("deployments");
  const tCommon = useTranslations("common");
  const { data, error, refetch } = useQuery(deploymentsQuery(listSearch(filter)));
  if (!data && error) return <ErrorState title={t("failed")} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows count={8} label={tCommon("loading")} />;
  const { deployments, total, page, pageSize } = data;
  if (deployments.length === 0) {
    return (
      <EmptyState
        title={t("nothing.title")}
        action={<LinkButton href="/">{t("filter.clear")}</LinkButton>}
      >
        {t(filter.mine ? "nothing.mine" : "nothing.hint")}
      </EmptyState>
    );
  }
  return (
    <>
      {groups.map((group) => {
        const members = deployments.filter((item) => groupOf(item) === group);
        if (members.length === 0) return null;
        return (
          <section key={group} aria-labelledby={`group-${group}`} className="mb-6">
            <h2
              id={`group-${group}`}
              className="border-border border-b px-3 pb-1 font-semibold text-sm"
            >
              {t(`group.${group}`)}
            </h2>
            <ul>
              {members.map((item) => (
                <DeploymentRow key={item.id} item={item} />
              ))}
            </ul>
          </section>
        );
      })}
      {total > pageSize ? (
        <Pagination
          page={page}
          perPage={pageSize}
          total={total}
          href={(next) => `/${listSearch({ ...filter, page: next })}`}
        />
      ) : null}
    </>
  );
}
