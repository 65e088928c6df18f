import "@/lib/process/lifeline";
import { demandSafeRoles } from "@/lib/core/log-safety";
import { failPlainly } from "@/lib/process/failure";
import { runWorker } from "@/lib/worker/run";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

await failPlainly(demandSafeRoles);
await runWorker(stop.signal);
process.exit(0);
