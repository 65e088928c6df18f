import { query } from "@/lib/core/db";
import { commitmentOf, commitmentsIn, type PersonalValue, withValues } from "@/lib/log/personal";

type PersonalRow = Pick<PersonalValue, "commitment" | "salt" | "value" | "rowId">;

/** Values of commitments that were not erased, with their salts. Checks no permission: its callers have. */
export async function readPersonal(commitments: readonly string[]): Promise<PersonalRow[]> {
  if (commitments.length === 0) return [];
  const rows = await query<PersonalRow>(
    `select commitment, salt, value, "rowId" from "PersonalValue" where commitment = any($1) order by commitment`,
    [commitments],
  );
  // One that was put in the place of another is none: what an event says is its commitment.
  return rows.filter(({ commitment, salt, value }) => commitmentOf(salt, value) === commitment);
}

/** What a person who may see it reads: every commitment's value in its place. `gone`: of those that were erased. */
export async function revealed<Value>(value: Value, gone: string): Promise<Value> {
  const rows = await readPersonal(commitmentsIn(value));
  return withValues(value, new Map(rows.map((row) => [row.commitment, row.value])), gone);
}
