import type { TaskList } from "graphile-worker";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { makeRecordTask } from "@/lib/dossier/commands";
import { forgetRecords, makeRecord } from "@/lib/dossier/runner";
import { anchorPlaces } from "@/lib/installation/anchor-places";
import { takeLogKey } from "@/lib/installation/commands";
import { anchorHeads, anchorTask } from "@/lib/installation/runner";
import { signHeadTask, signMovedHeads, signStreamHead } from "@/lib/log/heads";
import { type LogKey, readLogKey } from "@/lib/log/key";
import { sweepForgotten } from "@/lib/people/sweep-commands";

const payloadSchema = z.object({ streamId: z.string() });
const filePayloadSchema = z.object({ fileId: z.string() });
const dailyTask = "log:sign_moved";
const forgetTask = "dossier:forget";

/** One after the other: a place is written to by one worker at a time. */
const anchorQueue = "log:anchor";

/** Every minute: heads that a place outside does not have yet. Every hour: which logs have moved since their last signed head, a day ago or longer. And records that were fetched. */
export const logCrontab = `* * * * * ${anchorTask} ?max=1&queue=${anchorQueue}&jobKey=${anchorTask}\n17 * * * * ${dailyTask} ?max=1\n*/10 * * * * ${forgetTask} ?max=1`;

/** The tasks that need the key: heads of logs, and records. Without a key they say so once and leave the logs unsigned. */
export async function logTasks(stopping: AbortSignal): Promise<TaskList> {
  const places = anchorPlaces(env());
  const held = keyInUse();
  if (!(await held()))
    console.error("worker: heads of logs are not signed: COUNTERSIGN_LOG_KEY is not set");
  return {
    [signHeadTask]: async (payload, { addJob }) => {
      const key = await held();
      if (!key) return;
      await signStreamHead(payloadSchema.parse(payload).streamId, key, new Date());
      await addJob(anchorTask, {}, { jobKey: anchorTask, queueName: anchorQueue, maxAttempts: 1 });
    },
    [anchorTask]: async () => {
      await anchorHeads(places, stopping);
    },
    [makeRecordTask]: async (payload) =>
      makeRecord(filePayloadSchema.parse(payload).fileId, await held()),
    [forgetTask]: async () => {
      await forgetRecords();
      await sweepForgotten();
    },
    [dailyTask]: async () => {
      const key = await held();
      if (key) await signMovedHeads(key, new Date());
    },
  };
}

/** The configured key, read anew each time: where its file was replaced, the new one is taken without a restart. */
function keyInUse(): () => Promise<LogKey | null> {
  let taken: string | null = null;
  return async () => {
    const key = configuredKey();
    if (key && key.id !== taken) {
      await takeLogKey(key, new Date());
      taken = key.id;
    }
    return key;
  };
}

function configuredKey(): LogKey | null {
  const { COUNTERSIGN_LOG_KEY: given } = env();
  if (!given) return null;
  try {
    return readLogKey(given);
  } catch (error) {
    throw new Error(`COUNTERSIGN_LOG_KEY ${error instanceof Error ? error.message : "is wrong"}`);
  }
}
