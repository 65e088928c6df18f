import { cpus, loadavg, totalmem } from "node:os";
import { query } from "@/lib/core/db";

export type Machine = {
  cores: number;
  processor: string;
  memoryGb: number;
  node: string;
  postgres: string;
  settings: Record<string, string>;
  loadAtStart: number;
};

export const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

/** What the figures were taken on; needs the database. */
export async function machine(loadAtStart: number): Promise<Machine> {
  const processors = cpus();
  const [row] = await query<{ version: string; fsync: string; commit: string }>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit`,
  );
  return {
    cores: processors.length,
    processor: processors[0]?.model.trim() ?? "unknown",
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: row?.version ?? "unknown",
    settings: { fsync: row?.fsync ?? "", synchronous_commit: row?.commit ?? "" },
    loadAtStart,
  };
}

/** Others at work take what is measured: said before and after. */
export function busyWarning(load: number, cores: number): string | null {
  if (load < cores * 0.25) return null;
  return `The machine is busy (load ${load} on ${cores} cores): these figures are worse than it can do.`;
}
