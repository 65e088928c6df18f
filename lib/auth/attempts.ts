import { query, transaction } from "@/lib/core/db";
import { AppError, type Reason, reason } from "@/lib/core/errors";

const WINDOW_SECONDS = 15 * 60;
/** Failures within the window; of an account, those since it was last entered. */
const LIMITS = { account: 10, address: 50 };

type Counted = { accountFailures: number; addressFailures: number; waitSeconds: number };

/** Waits end when enough failures are older than the window: the one that stands at the limit decides. */
const countSql = `
  with recent as (
    select account, address, at from "SignInAttempt"
    where not ok and (account = $1 or address = $2) and at > $3::timestamptz - make_interval(secs => ${WINDOW_SECONDS})
  ), of_account as (
    select at from recent where account = $1 and at > coalesce(
      (select max(at) from "SignInAttempt" where account = $1 and ok), '-infinity') order by at desc
  ), of_address as (select at from recent where address = $2 order by at desc)
  select (select count(*)::int from of_account) as "accountFailures",
    (select count(*)::int from of_address) as "addressFailures",
    ceil(extract(epoch from greatest(
      (select at from of_account offset ${LIMITS.account - 1} limit 1),
      (select at from of_address offset ${LIMITS.address - 1} limit 1)
    ) + make_interval(secs => ${WINDOW_SECONDS}) - $3::timestamptz))::int as "waitSeconds"`;

/** Long waits are told in minutes; `params.seconds` is there in both. */
function waiting(seconds: number): Reason {
  if (seconds < 90) return reason("limited", { seconds });
  return reason("limited_minutes", { seconds, minutes: Math.ceil(seconds / 60) });
}

/**
 * Takes a place before the password is looked at, so that many tries at once cannot pass the limit.
 * Counts as a failure until `succeeded` says otherwise. Throws AppError `limited` with the seconds to wait.
 */
export async function reserveAttempt(
  account: string,
  address: string,
  now: Date,
): Promise<{ succeeded(): Promise<void> }> {
  const id = await transaction(async (tx) => {
    // Account first, then address, always: no two can wait for each other in a circle.
    await tx.query(
      "select pg_advisory_xact_lock(hashtextextended('sign-in account ' || $1, 0)), pg_advisory_xact_lock(hashtextextended('sign-in address ' || $2, 0))",
      [account, address],
    );
    const [counted] = await tx.query<Counted>(countSql, [account, address, now.toISOString()]);
    if (!counted) throw new Error("counting sign-in attempts returned no row");
    const over =
      counted.accountFailures >= LIMITS.account || counted.addressFailures >= LIMITS.address;
    if (over) {
      throw new AppError("limited", waiting(Math.max(1, counted.waitSeconds)));
    }
    const [row] = await tx.query<{ id: string }>(
      `with old as (
         delete from "SignInAttempt" where at < $3::timestamptz - interval '1 day'
         and id in (select id from "SignInAttempt" order by id limit 100)
       )
       insert into "SignInAttempt" (account, address, ok, at) values ($1, $2, false, $3) returning id::text`,
      [account, address, now.toISOString()],
    );
    if (!row) throw new Error("the sign-in attempt was not stored");
    return row.id;
  });
  return {
    succeeded: async () => {
      await query(`update "SignInAttempt" set ok = true where id = $1`, [id]);
    },
  };
}
