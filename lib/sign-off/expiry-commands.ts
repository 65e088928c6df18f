import { z } from "zod";
import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { deploymentCommand } from "@/lib/deployment/command";

/** Writes down whose time is over: what every command on a deployment begins with, and nothing else. */
const expireSignatures = deploymentCommand({
  may: "deployment.view",
  input: z.object({ deploymentId: z.string() }),
  run: () => ({ result: null, events: [] }),
});

/** One deployment's signatures whose time is over. Twice does no harm. For the worker. */
export const expireIn = async (deploymentId: string): Promise<void> => {
  await expireSignatures(system("expiry"), { deploymentId });
};

const mostAtOnce = 200;

/** Deployments under way with an answer that counts and is over. Whatever jobs were lost is found here. */
export async function expireOverdue(): Promise<void> {
  const rows = await query<{ id: string }>(
    `select distinct d.id from "Signature" s join "Deployment" d on d.id = s."deploymentId"
     where s."expiresAt" <= $1 and s."expiredAt" is null and s."withdrawnAt" is null
       and d.status in ('planned', 'in_flight')
       and not exists (select 1 from "Signature" n where n."deploymentId" = s."deploymentId"
         and n."signOffKey" = s."signOffKey" and n.number > s.number)
     limit ${mostAtOnce}`,
    [new Date()],
  );
  for (const { id } of rows) await expireIn(id);
}
