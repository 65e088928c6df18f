import "@/lib/process/lifeline";
import { runWorker } from "@/lib/worker/run";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

await runWorker(stop.signal);
process.exit(0);
