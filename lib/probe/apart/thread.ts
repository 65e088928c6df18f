import { parentPort } from "node:worker_threads";
import type { Job } from "@/lib/probe/apart/apart";
import type { ThreadAnswer } from "@/lib/probe/apart/pool";
import { summarise } from "@/lib/probe/body";
import { kindNamed } from "@/lib/probe/kinds";
import { redactor } from "@/lib/probe/redact";

/** The other side of `apart.ts`: one job after the other, each a pure function of its message. */

function work(job: Job): unknown {
  if (job.task === "summarise")
    return summarise(Buffer.from(job.bytes), job.complete, redactor(job.secrets));
  const kind = kindNamed(job.kind);
  if (kind === null) throw new Error(`No kind ${job.kind}`);
  return kind.judgeSeen(job.spec, job.seen);
}

function answer(job: Job): ThreadAnswer {
  try {
    return { ok: true, result: work(job) };
  } catch (error) {
    return { ok: false, error };
  }
}

parentPort?.on("message", (job: Job) => parentPort?.postMessage(answer(job)));
