import { confirmCaller } from "@/lib/auth/confirm-caller";
import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { type Delegate, delegatesFor } from "@/lib/people/delegates";
import { demandAdmin } from "@/lib/people/queries";
import { maySignForTeam } from "@/lib/people/rules";
import type { DelegationChoices, DelegationView } from "@/lib/people/schema";

type Row = Omit<DelegationView, "until" | "from"> & {
  until: Date;
  from: DelegationView["from"];
};

/** Delegations by and to a person that hold now. */
async function holding(personId: string): Promise<DelegationView[]> {
  const rows = await query<Row>(
    `select d.id, d.until, jsonb_build_object('id', f.id, 'name', f.name) as "from",
       jsonb_build_object('id', t.id, 'name', t.name) as "to",
       jsonb_build_object('id', m.id, 'name', m.name) as team
     from "Delegation" d join "Person" f on f.id = d."fromId" join "Person" t on t.id = d."toId"
     join "Team" m on m.id = d."teamId"
     where (d."fromId" = $1 or d."toId" = $1) and d."endedAt" is null and d.until > $2
     order by d.until`,
    [personId, new Date()],
  );
  return rows.map(({ until, ...row }) => ({ ...row, until: until.toISOString() }));
}

const isAnother = (id: string) => (one: Delegate) => one.id !== id;

/** One's own delegations, given and received, and to whom each of one's teams could be delegated. */
export async function ownDelegations(caller: Caller): Promise<DelegationChoices> {
  const actor = await confirmCaller(caller);
  if (actor.kind !== "person") throw new AppError("not_found");
  const signs = maySignForTeam({ disabled: false, grants: actor.grants }, null);
  const [delegations, teams, people] = await Promise.all([
    holding(actor.id),
    query<{ id: string; name: string }>(
      `select id, name from "Team" where id = any($1) order by position, name`,
      [signs ? actor.memberships.map(({ teamId }) => teamId) : []],
    ),
    delegatesFor(query, actor.grants),
  ]);
  return { personId: actor.id, delegations, teams, people: people.filter(isAnother(actor.id)) };
}

/** What holds for one person, by and to them. For admins. */
export async function delegationsOf(caller: Caller, personId: string): Promise<DelegationView[]> {
  await demandAdmin(caller);
  return holding(personId);
}
