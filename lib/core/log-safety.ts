import pg from "pg";
import { type Env, env } from "@/lib/core/env";
import { processWide } from "@/lib/core/process-wide";
import { type RoleRights, rightsOf } from "@/lib/core/role-rights";

type Asking = {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

/** The setting that lets a role in which could rewrite the log. */
const setting = "COUNTERSIGN_ALLOW_REWRITABLE_LOG";

type Settings = Pick<
  Env,
  "DATABASE_URL" | "DATABASE_DIRECT_URL" | "COUNTERSIGN_ALLOW_REWRITABLE_LOG"
>;

const judged = () => processWide("log-safety", () => new Map<string, Promise<void>>());

/**
 * Refuses a role that could undo the append-only log; the error names each right too many and what takes it away.
 * Every connection that the application opens comes by here (lib/core/db.ts); each address is judged once a process.
 */
export function demandSafeRole(
  url: string,
  variable: string,
  connection: Asking,
  settings: Settings = env(),
): Promise<void> {
  const known = judged().get(url);
  if (known) return known;
  const verdict = judge(variable, connection, settings);
  judged().set(url, verdict);
  verdict.catch(() => judged().delete(url)); // asked again: the rights may have been mended
  return verdict;
}

/** At the start of a process, with connections of its own: also of the address without a pooler. */
export async function demandSafeRoles(settings: Settings = env()): Promise<void> {
  const { DATABASE_URL, DATABASE_DIRECT_URL } = settings;
  for (const [url, variable] of [
    [DATABASE_URL, "DATABASE_URL"],
    [DATABASE_DIRECT_URL, "DATABASE_DIRECT_URL"],
  ] as const) {
    const client = new pg.Client({ connectionString: url, application_name: "countersign" });
    try {
      await client.connect();
    } catch {
      continue; // whoever needs it says so, and is judged when it is there
    }
    try {
      await demandSafeRole(url, variable, client, settings);
    } finally {
      await client.end();
    }
  }
}

async function judge(variable: string, connection: Asking, settings: Settings): Promise<void> {
  const rights = await rightsOf(
    async (text, values) => (await connection.query(text, values)).rows,
  );
  if (rights.excess.length === 0) return;
  if (settings.COUNTERSIGN_ALLOW_REWRITABLE_LOG !== "yes")
    throw new Error(
      `${found(variable, rights)} Mend it: ${rights.excess.map(({ remedy }) => remedy).join("; ")}. Or give it a role of its own (README, "On your own Postgres"). To run with a log that can be rewritten all the same, set ${setting}=yes.`,
    );
  console.error(`Warning (${setting}=yes): ${found(variable, rights)}`);
}

function found(variable: string, { role, excess }: RoleRights): string {
  const list = excess.map(({ right }) => `it ${right}`).join("; ");
  return `${variable} signs in as ${role}, which could rewrite the log: ${list}.`;
}
