import type { Worker } from "node:worker_threads";

/** Why a thread gave no answer: it was stopped at its limit, or ended by itself (out of memory, a bug). */
export class ThreadFailure extends Error {
  readonly how: "overran" | "ended";

  constructor(how: "overran" | "ended", cause?: unknown) {
    super(`the thread ${how}`, { cause });
    this.name = "ThreadFailure";
    this.how = how;
  }
}

export type Pool = {
  /** The answer to one message; rejects with ThreadFailure, or with the error that the thread answered. */
  ask(job: unknown): Promise<unknown>;
  /** Threads that are there now. */
  size(): number;
};

export type ThreadAnswer = { ok: true; result: unknown } | { ok: false; error: unknown };

type Options = {
  open(): Worker;
  most: number;
  /** A job that takes longer ends with its thread. */
  limitMs: number;
  /** A thread without work goes after this time: what a job took of the memory is then given back. */
  idleMs: number;
};

type Asked = { job: unknown; resolve(result: unknown): void; reject(error: unknown): void };
type Thread = { worker: Worker; now: Asked | null; timer: NodeJS.Timeout | null };

/** At most `most` threads, opened when there is work, one job at a time each; further jobs wait their turn. */
export function createPool({ open, most, limitMs, idleMs }: Options): Pool {
  const threads = new Set<Thread>();
  const waiting: Asked[] = [];

  function settle(thread: Thread, end: (asked: Asked) => void): void {
    const { now } = thread;
    thread.now = null;
    if (thread.timer) clearTimeout(thread.timer);
    if (now) end(now);
  }

  function remove(thread: Thread, failure: ThreadFailure): void {
    threads.delete(thread);
    void thread.worker.terminate();
    settle(thread, ({ reject }) => reject(failure));
    next();
  }

  function give(thread: Thread, asked: Asked): void {
    if (thread.timer) clearTimeout(thread.timer);
    thread.now = asked;
    // A process that waits for an answer stays; one that only has idle threads may end.
    thread.worker.ref();
    thread.timer = setTimeout(() => remove(thread, new ThreadFailure("overran")), limitMs);
    try {
      thread.worker.postMessage(asked.job);
    } catch (error) {
      // What cannot be copied never left: the thread is free again.
      settle(thread, ({ reject }) => reject(error));
      rest(thread);
      next();
    }
  }

  function rest(thread: Thread): void {
    thread.worker.unref();
    thread.timer = setTimeout(() => remove(thread, new ThreadFailure("ended")), idleMs).unref();
  }

  function openThread(): Thread {
    const thread: Thread = { worker: open(), now: null, timer: null };
    threads.add(thread);
    thread.worker.on("message", (answer: ThreadAnswer) => {
      settle(thread, ({ resolve, reject }) =>
        answer.ok ? resolve(answer.result) : reject(answer.error),
      );
      rest(thread);
      next();
    });
    // Out of memory, or its file could not be read: the run is told, the next job gets a new thread.
    const ended = (why: unknown) => {
      if (threads.has(thread)) remove(thread, new ThreadFailure("ended", why));
    };
    thread.worker.on("error", ended).on("exit", ended);
    return thread;
  }

  function next(): void {
    const free = [...threads].find(({ now }) => now === null);
    const thread = free ?? (threads.size < most && waiting.length > 0 ? openThread() : null);
    const asked = thread && waiting.shift();
    if (thread && asked) give(thread, asked);
  }

  return {
    ask: (job) =>
      new Promise((resolve, reject) => {
        waiting.push({ job, resolve, reject });
        next();
      }),
    size: () => threads.size,
  };
}
