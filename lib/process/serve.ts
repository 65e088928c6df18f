import { once } from "node:events";
import { StartFailure } from "@/lib/process/failure";
import { type ProcessSpec, supervise } from "@/lib/process/supervisor";

export type Closing = () => Promise<void>;

export type Serving = {
  specs: ProcessSpec[];
  /** Resolves when the web process answers. */
  answering: Promise<void>;
  /** What else may fail for good: the embedded Postgres. */
  failures: Promise<string>[];
  stop: AbortSignal;
  closing: Closing[];
  say: (line: string) => void;
  announce: () => void;
};

/** Runs the processes until told to stop; throws when one of them cannot be kept running. */
export async function serve({
  specs,
  answering,
  failures,
  stop,
  closing,
  say,
  announce,
}: Serving): Promise<void> {
  if (stop.aborted) return;
  const running = specs.map((spec) => supervise(spec, say));
  closing.push(async () => void (await Promise.all(running.map((one) => one.stop()))));
  const stopped = once(stop, "abort").then(() => undefined);
  const failed = Promise.race([...failures, ...running.map((one) => one.failed)]);
  const giveUp = (reason: string | undefined) => {
    if (reason !== undefined)
      throw new StartFailure(`Giving up: ${reason}. Its messages are above.`);
  };
  giveUp(await Promise.race([failed, stopped, answering.then(() => undefined)]));
  if (stop.aborted) return;
  announce();
  giveUp(await Promise.race([failed, stopped]));
}

/** Runs `work` until done or told to stop by a signal, then closes in reverse order; the exit code. */
export async function untilStopped(
  work: (stop: AbortSignal, closing: Closing[]) => Promise<void>,
  say: (line: string) => void,
): Promise<number> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => stop.abort());
  const closing: Closing[] = [];
  try {
    await work(stop.signal, closing);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    console.error(error instanceof StartFailure ? error.message : error);
    return 1;
  } finally {
    if (stop.signal.aborted) say("Stopping");
    for (const close of closing.reverse()) await close();
  }
}
