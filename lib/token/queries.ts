import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { demandAdmin } from "@/lib/people/queries";
import type { TokenView } from "@/lib/token/schema";

type Row = Omit<TokenView, "createdAt" | "expiresAt" | "withdrawnAt" | "usedAt"> & {
  createdAt: Date;
  expiresAt: Date;
  withdrawnAt: Date | null;
  usedAt: Date | null;
};

/** Every token there ever was, those in use first. For admins; to others there is no such thing. */
export async function listTokens(caller: Caller): Promise<TokenView[]> {
  await demandAdmin(caller);
  const rows = await query<Row>(
    `select t.id, t.name, t."createdAt", t."expiresAt", t."withdrawnAt", t."usedAt", c.name as "createdBy",
       case when p.id is null then null else jsonb_build_object('id', p.id, 'name', p.name) end as project
     from "ApiToken" t left join "Project" p on p.id = t."projectId" left join "Person" c on c.id = t."createdById"
     order by t."withdrawnAt" is not null or t."expiresAt" <= now(), t."createdAt" desc`,
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    usedAt: row.usedAt?.toISOString() ?? null,
  }));
}
