import { query } from "@/lib/core/db";

export type Linked = { personId: string; email: string; epoch: number; disabled: boolean };

/** Whose identity it is; null: nobody's. */
export async function personOf(issuer: string, subject: string): Promise<Linked | null> {
  const [row] = await query<Linked>(
    `select p.id as "personId", p.email, p.epoch, p."disabledAt" is not null as disabled
     from "PersonIdentity" i join "Person" p on p.id = i."personId"
     where i.issuer = $1 and i.subject = $2`,
    [issuer, subject],
  );
  return row ?? null;
}

/** The person with this email, and whether they are somebody at this provider already. */
export async function personByEmail(
  email: string,
  issuer: string,
): Promise<{ personId: string; disabled: boolean; linked: boolean } | null> {
  const [row] = await query<{ personId: string; disabled: boolean; linked: boolean }>(
    `select p.id as "personId", p."disabledAt" is not null as disabled,
       exists (select from "PersonIdentity" i where i."personId" = p.id and i.issuer = $2) as linked
     from "Person" p where p.email = $1`,
    [email, issuer],
  );
  return row ?? null;
}

/** How this person can prove again who they are. */
export async function signWays(
  personId: string,
  at: { issuer: string; name: string } | null,
): Promise<{ password: boolean; provider: string | null }> {
  const [row] = await query<{ password: boolean; linked: boolean }>(
    `select p."passwordHash" is not null as password,
       exists (select from "PersonIdentity" i where i."personId" = p.id and i.issuer = $2) as linked
     from "Person" p where p.id = $1`,
    [personId, at?.issuer ?? null],
  );
  return { password: row?.password ?? false, provider: at && row?.linked ? at.name : null };
}
