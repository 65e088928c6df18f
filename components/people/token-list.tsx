"use client";

import { CircleCheck, CircleSlash2, Clock } from "lucide-react";
import { useTranslations } from "use-intl";
import { ConfirmAct } from "@/components/auth/confirm-act";
import { AddToken } from "@/components/people/add-token";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time, TimeAgo } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import { withdrawTokenAction } from "@/lib/token/actions";
import type { TokenView } from "@/lib/token/schema";

type TokenListProps = { tokens: readonly TokenView[]; projects: { id: string; name: string }[] };

/** What lets pipelines ask the gate: who made it, for which project, until when, and whether it is in use. */
export function TokenList({ tokens, projects }: TokenListProps) {
  const t = useTranslations("people.tokens");
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-muted">{t("intro")}</p>
        <AddToken projects={projects} />
      </div>
      {tokens.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>
      ) : (
        <Table caption={t("caption")}>
          <thead>
            <tr>
              <Th>{t("token")}</Th>
              <Th className="max-sm:hidden">{t("project")}</Th>
              <Th className="max-sm:hidden">{t("until")}</Th>
              <Th className="max-sm:hidden">{t("used")}</Th>
              <Th>{t("state")}</Th>
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}

function TokenRow({ token }: { token: TokenView }) {
  const t = useTranslations("people.tokens");
  const tp = useTranslations("people");
  const { id, name, project, createdBy, createdAt, expiresAt, usedAt } = token;
  const now = useNow();
  const ended = now !== null && Date.parse(expiresAt) <= now;
  return (
    <Tr>
      <Td>
        <span className="font-medium">{name}</span>
        <span className="block text-muted text-sm">
          {t("made", { by: createdBy ?? t("system") })} <Time iso={createdAt} show="date" />
        </span>
        <span className="block text-muted text-sm sm:hidden">
          {project?.name ?? tp("allProjects")} · {t("until")} <Time iso={expiresAt} show="date" />
        </span>
      </Td>
      <Td className="max-sm:hidden">{project?.name ?? tp("allProjects")}</Td>
      <Td className="max-sm:hidden">
        <Time iso={expiresAt} show="date" />
      </Td>
      <Td className="max-sm:hidden">
        {usedAt ? <TimeAgo iso={usedAt} /> : <span className="text-muted">{t("never")}</span>}
      </Td>
      <Td>
        <span className="flex flex-wrap items-center gap-2">
          <TokenState withdrawn={token.withdrawnAt !== null} ended={ended} />
          {token.withdrawnAt === null && !ended ? (
            <ConfirmAct
              action={withdrawTokenAction}
              input={{ tokenId: id }}
              label={t("withdraw")}
              fullLabel={t("withdrawLabel", { name })}
              title={t("withdrawTitle", { name })}
              body={t("withdrawBody")}
            />
          ) : null}
        </span>
      </Td>
    </Tr>
  );
}

function TokenState({ withdrawn, ended }: { withdrawn: boolean; ended: boolean }) {
  const t = useTranslations("people.tokens");
  if (withdrawn) return <Badge icon={<CircleSlash2 aria-hidden />}>{t("withdrawn")}</Badge>;
  if (ended) return <Badge icon={<Clock aria-hidden />}>{t("ended")}</Badge>;
  return <Badge icon={<CircleCheck aria-hidden />}>{t("active")}</Badge>;
}
