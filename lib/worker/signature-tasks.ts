import type { TaskList } from "graphile-worker";
import { z } from "zod";
import { expireTask } from "@/lib/deployment/expiry";
import { expireIn, expireOverdue } from "@/lib/sign-off/expiry-commands";
import { remindOverdue } from "@/lib/sign-off/request-commands";

const payloadSchema = z.object({ deploymentId: z.string() });
const sweepTask = "signature:sweep";
const remindTask = "signature:remind";

/** Every minute: ends of signatures, besides the job that each leaves for its own, and reminders of requests to sign. */
export const signatureCrontab = `* * * * * ${sweepTask} ?max=1\n* * * * * ${remindTask} ?max=1`;

/** The tasks that say when signatures are over, and that they are asked for. */
export const signatureTasks: TaskList = {
  [expireTask]: (payload) => expireIn(payloadSchema.parse(payload).deploymentId),
  [sweepTask]: expireOverdue,
  [remindTask]: remindOverdue,
};
