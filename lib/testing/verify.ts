import { conclude, runChecks } from "@/lib/testing/check";
import { VERIFY } from "@/lib/testing/checks";

/** `npm run verify`: everything that needs no database and no browser. */
export async function main(): Promise<number> {
  return conclude(await runChecks(VERIFY, 2));
}
