import { query } from "@/lib/core/db";
import { forgottenEmail } from "@/lib/people/rules";

/**
 * Erases what others' commands have written of somebody in the moment of the forgetting. For the worker, now and then.
 */
export async function sweepForgotten(): Promise<void> {
  await query(
    `delete from "PersonalValue" v using "Person" p where v."personId" = p.id and p.email = $1 || p.id`,
    [forgottenEmail("")],
  );
}
