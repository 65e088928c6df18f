import { query } from "@/lib/core/db";

/**
 * What was kept of signatures that went to the identity provider holds names and words: none stays longer than
 * somebody may come back to see what became of it.
 */
export async function forgetSignings(): Promise<void> {
  await query(`delete from "ProviderSigning" where "createdAt" < now() - interval '1 hour'`, []);
}
