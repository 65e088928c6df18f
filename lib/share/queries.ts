import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { tokenHash } from "@/lib/core/token";
import { asOf } from "@/lib/deployment/expiry";
import { readState, readStateFor } from "@/lib/deployment/queries";
import { currentSignature, headsOf } from "@/lib/deployment/standing";
import { planOf } from "@/lib/deployment/units";
import type { ShareView, StakeholderView } from "@/lib/share/schema";
import { viewFor } from "@/lib/share/view";
import { documentOf } from "@/lib/template/documents";

type Row = Omit<ShareView, "createdAt" | "expiresAt" | "withdrawnAt"> & {
  createdAt: Date;
  expiresAt: Date;
  withdrawnAt: Date | null;
};

/** Links of a deployment, newest first; for who may make them. */
export async function listShares(caller: Caller, deploymentId: string): Promise<ShareView[]> {
  await readStateFor(caller, deploymentId, "share.edit");
  const rows = await query<Row>(
    `select s.id, s.label, s."createdAt", s."expiresAt", s."withdrawnAt", p.name as "createdBy"
     from "ShareLink" s left join "Person" p on p.id = s."createdById"
     where s."deploymentId" = $1 order by s."createdAt" desc`,
    [deploymentId],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  }));
}

/** The deployment that a link's token shows now; null for every token that shows nothing, whatever the reason. */
export async function sharedDeployment(token: string): Promise<string | null> {
  const [row] = await query<{ deploymentId: string }>(
    `select "deploymentId" from "ShareLink" where hash = $1 and "withdrawnAt" is null and "expiresAt" > now()`,
    [tokenHash(token)],
  );
  return row?.deploymentId ?? null;
}

/** What a link's token shows now; null as above. */
export async function sharedView(token: string): Promise<StakeholderView | null> {
  const deploymentId = await sharedDeployment(token);
  if (deploymentId === null) return null;
  const state = asOf(await readState(deploymentId), new Date());
  const plan = planOf(await documentOf(state.template.versionId), state);
  const signers = Object.keys(state.signOffs).flatMap((key) => {
    const signature = currentSignature(state, key);
    return signature ? headsOf(signature) : [];
  });
  const names = await query<{ id: string; name: string }>(
    `select id, name from "Person" where id = any($1)`,
    [signers],
  );
  return viewFor(plan, state, Object.fromEntries(names.map(({ id, name }) => [id, name])));
}
