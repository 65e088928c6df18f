"use client";

import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import { endShareAction } from "@/lib/share/actions";
import { sharesQuery } from "@/lib/share/cache";
import type { ShareView } from "@/lib/share/schema";

/** Links there are, and were: for whom, by whom, until when. */
export function ShareLinks({ links }: { links: UseQueryResult<ShareView[]> }) {
  const t = useTranslations("share.dialog");
  const { data, error, refetch } = links;
  return (
    <section aria-labelledby="share-links" className="mt-4 border-line border-t pt-3">
      <h3 id="share-links" className="font-medium text-sm">
        {t("links")}
      </h3>
      {error ? <ErrorState title={t("failed")} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonRows label={t("loading")} count={2} /> : null}
      {data?.length === 0 ? <p className="mt-1 text-muted text-sm">{t("none")}</p> : null}
      {data && data.length > 0 ? (
        <ul className="mt-1 divide-y divide-line">
          {data.map((link) => (
            <ShareLine key={link.id} link={link} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function ShareLine({ link }: { link: ShareView }) {
  const t = useTranslations("share.dialog");
  const { id: deploymentId } = useDeployment();
  const client = useQueryClient();
  const end = useCommand(endShareAction, { tell: "toast" });
  const now = useNow();
  const label = link.label || t("unnamed");
  const ended = now !== null && Date.parse(link.expiresAt) <= now;
  const withdraw = async () => {
    await end.run({ deploymentId, shareId: link.id });
    await client.invalidateQueries(sharesQuery(deploymentId));
  };
  return (
    <li className="flex min-h-row flex-wrap items-center gap-x-3 py-1 text-sm">
      <span className="min-w-0 flex-1">
        {label}
        <span className="block text-muted">
          {link.createdBy ? `${t("by", { name: link.createdBy })} · ` : null}
          {t("until")} <Time iso={link.expiresAt} show="stamp" />
        </span>
      </span>
      {link.withdrawnAt || ended ? (
        <span className="text-muted">{t(link.withdrawnAt ? "withdrawn" : "ended")}</span>
      ) : (
        <Button
          size="sm"
          variant="quiet"
          pending={end.pending}
          aria-label={t("withdrawLabel", { label })}
          onClick={() => void withdraw()}
        >
          {t("withdraw")}
        </Button>
      )}
    </li>
  );
}
