import { randomUUID } from "node:crypto";
import { z } from "zod";
import { confirmPassword } from "@/lib/auth/sign-in";
import { command, parseInput } from "@/lib/command/command";
import type { Done } from "@/lib/command/transact";
import type { Caller } from "@/lib/core/caller";
import type { Tx } from "@/lib/core/db";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { anywhere } from "@/lib/core/permissions";
import { delegatesFor } from "@/lib/people/delegates";
import { type Delegating, delegateBlocker, mayEnd } from "@/lib/people/delegation-rules";
import { ended } from "@/lib/people/ending-delegations";
import { readPerson } from "@/lib/people/read-person";
import { readTeam } from "@/lib/people/read-team";
import { delegateInput, endDelegationInput } from "@/lib/people/schema";

/** Delegations by this person for this team that hold, or will when one that was read meanwhile is over. */
async function holding(tx: Tx, fromId: string, teamId: string, now: Date): Promise<number> {
  const rows = await tx.query(
    `select id from "Delegation" where "fromId" = $1 and "teamId" = $2 and "endedAt" is null and until > $3`,
    [fromId, teamId, now],
  );
  return rows.length;
}

const storeDelegation = command({
  may: "sign_off.sign",
  input: delegateInput.extend({ fromId: z.uuid(), id: z.uuid() }),
  stream: ({ fromId }) => ({ kind: "person", id: fromId }),
  scope: () => anywhere,
  async run({ tx, now, input: { id, fromId, toId, teamId, until } }) {
    const from = await readPerson(tx, fromId);
    if (!from.teamIds.includes(teamId)) throw new AppError("not_found", reason("no_such_team"));
    const { name } = await readTeam(tx, teamId);
    const [to = null] = await delegatesFor(tx.query, from.grants, toId);
    const plan: Delegating = { from, to, team: { id: teamId, name }, until, now };
    refuseIf(delegateBlocker(plan, await holding(tx, fromId, teamId, now)));
    const createdAt = now.toISOString();
    const ends = new Date(until).toISOString();
    const subject = { person: fromId, to: toId, team: teamId, delegation: id };
    return {
      result: { delegationId: id },
      events: [{ kind: "person.delegated", subject, before: null, after: { until: ends } }],
      rows: [{ table: "Delegation", rows: [{ id, fromId, toId, teamId, until: ends, createdAt }] }],
    };
  },
});

/**
 * Somebody signs for a team of the caller's until then, in the caller's name. It is as good as their signature, so the
 * password is asked for again. Nobody delegates for somebody else.
 */
export async function delegate(
  caller: Caller,
  raw: unknown,
  address: string,
): Promise<Done<{ delegationId: string }>> {
  const { password, ...input } = parseInput(
    delegateInput.extend({ password: z.string().min(1).max(1000) }),
    raw,
  );
  const { id: fromId } = await confirmPassword(caller, password, address);
  return storeDelegation(caller, { ...input, fromId, id: randomUUID() });
}

type Row = { toId: string; teamId: string; ended: boolean };

/** By either of the two, or an administrator. What was signed under it stands. */
export const endDelegation = command({
  may: "deployment.view",
  input: endDelegationInput,
  stream: ({ fromId }) => ({ kind: "person", id: fromId }),
  scope: () => anywhere,
  async run({ tx, actor, now, input: { fromId, delegationId: id } }) {
    const [row] = await tx.query<Row>(
      `select "toId", "teamId", "endedAt" is not null or until <= $3 as ended from "Delegation"
       where id = $1 and "fromId" = $2`,
      [id, fromId, now],
    );
    if (!row || !mayEnd(actor, { fromId, toId: row.toId }))
      throw new AppError("not_found", reason("no_such_delegation"));
    if (row.ended) return { result: null, events: [], rows: [] };
    const over = ended(actor, now, fromId, { id, ...row });
    return {
      result: null,
      events: [over.event],
      rows: [{ table: "Delegation", rows: [over.row], partial: true }],
    };
  },
});
