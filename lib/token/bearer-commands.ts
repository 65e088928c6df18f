import { query } from "@/lib/core/db";

/** Whose projects a bearer may ask about. */
export type Bearer = { id: string; projectId: string | null };

/** Who holds this hash's token, if it opens anything now. Notes that it was used, to the minute. */
export async function bearerOf(hash: string): Promise<Bearer | null> {
  const [bearer] = await query<Bearer & { noted: boolean }>(
    `select id, "projectId", coalesce("usedAt" > now() - interval '1 minute', false) as noted
     from "ApiToken" where hash = $1 and "withdrawnAt" is null and "expiresAt" > now()`,
    [hash],
  );
  if (!bearer) return null;
  if (!bearer.noted)
    await query(`update "ApiToken" set "usedAt" = now() where id = $1`, [bearer.id]);
  return { id: bearer.id, projectId: bearer.projectId };
}
