import { query } from "@/lib/core/db";
import { commitmentsIn, type PersonalValue, withValues } from "@/lib/log/personal";

/** Values of commitments that were not erased, with their salts. Checks no permission: its callers have. */
export async function readPersonal(
  commitments: readonly string[],
): Promise<Pick<PersonalValue, "commitment" | "salt" | "value" | "rowId">[]> {
  if (commitments.length === 0) return [];
  return query(
    `select commitment, salt, value, "rowId" from "PersonalValue" where commitment = any($1) order by commitment`,
    [commitments],
  );
}

/** What a person who may see it reads: every commitment's value in its place. `gone`: of those that were erased. */
export async function revealed<Value>(value: Value, gone: string): Promise<Value> {
  const rows = await readPersonal(commitmentsIn(value));
  return withValues(value, new Map(rows.map((row) => [row.commitment, row.value])), gone);
}
