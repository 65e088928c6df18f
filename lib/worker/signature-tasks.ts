import type { TaskList } from "graphile-worker";
import { z } from "zod";
import { expireTask } from "@/lib/deployment/expiry";
import { expireIn, expireOverdue } from "@/lib/sign-off/expiry-commands";
import { forgetSignings } from "@/lib/sign-off/forget-commands";
import { remindOverdue } from "@/lib/sign-off/request-commands";

const payloadSchema = z.object({ deploymentId: z.string() });
const sweepTask = "signature:sweep";
const remindTask = "signature:remind";
const forgetTask = "signature:forget";

/**
 * Every minute: ends of signatures, besides the job that each leaves for its own, and reminders of requests to sign.
 * Every ten minutes: what was kept of signatures that went to the identity provider is forgotten.
 */
export const signatureCrontab = `* * * * * ${sweepTask} ?max=1\n* * * * * ${remindTask} ?max=1\n*/10 * * * * ${forgetTask} ?max=1`;

/** The tasks that say when signatures are over, and that they are asked for. */
export const signatureTasks: TaskList = {
  [expireTask]: (payload) => expireIn(payloadSchema.parse(payload).deploymentId),
  [sweepTask]: expireOverdue,
  [remindTask]: remindOverdue,
  [forgetTask]: forgetSignings,
};
