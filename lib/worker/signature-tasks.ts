import type { TaskList } from "graphile-worker";
import { z } from "zod";
import { expireTask } from "@/lib/deployment/expiry";
import { expireIn, expireOverdue } from "@/lib/sign-off/expiry-commands";

const payloadSchema = z.object({ deploymentId: z.string() });
const sweepTask = "signature:sweep";

/** Every minute, besides the job that each signature leaves for its end. */
export const signatureCrontab = `* * * * * ${sweepTask} ?max=1`;

/** The tasks that say when signatures are over. */
export const signatureTasks: TaskList = {
  [expireTask]: (payload) => expireIn(payloadSchema.parse(payload).deploymentId),
  [sweepTask]: expireOverdue,
};
