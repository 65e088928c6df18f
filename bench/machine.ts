import { cpus, loadavg, totalmem } from "node:os";
import { query } from "@/lib/core/db";

export type Machine = {
  cores: number;
  processor: string;
  memoryGb: number;
  node: string;
  loadAtStart: number;
  /** Null while nothing was measured that uses one. */
  database: Database | null;
};
type Database = { postgres: string; settings: Record<string, string> };

export const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

/** What the figures were taken on. */
export function machine(loadAtStart: number): Machine {
  const processors = cpus();
  return {
    cores: processors.length,
    processor: processors[0]?.model.trim() ?? "unknown",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    loadAtStart,
    database: null,
  };
}

export async function databaseSettings(): Promise<Database> {
  const [row] = await query<{ version: string; fsync: string; commit: string }>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit`,
  );
  return {
    postgres: row?.version ?? "unknown",
    settings: { fsync: row?.fsync ?? "", synchronous_commit: row?.commit ?? "" },
  };
}

/** Others at work take what is measured: said before and after. */
export function busyWarning(load: number, cores: number): string | null {
  if (load < cores * 0.25) return null;
  return `The machine is busy (load ${load} on ${cores} cores): these figures are worse than it can do.`;
}
