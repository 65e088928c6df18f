import { randomUUID } from "node:crypto";
import { requireCaller } from "@/lib/auth/caller";
import type { Command } from "@/lib/command/command";
import type { Caller } from "@/lib/core/caller";
import { AppError, type ErrorView, reason } from "@/lib/core/errors";
import type { LogEvent } from "@/lib/log/event";

export type ActionResult<Result> =
  | { ok: true; result: Result; events: LogEvent[] }
  | { ok: false; error: ErrorView };

/** Every server action: `export async function xAction(input: XInput) { return act(x, input) }`. */
export async function act<Result>(
  command: Command<Result>,
  input: unknown,
): Promise<ActionResult<Result>> {
  return attempt(async (caller) => ({ ok: true, ...(await command(caller, input)) }));
}

/** The same frame for the few actions that are more than one command. */
export async function attempt<Answer>(
  work: (caller: Caller) => Promise<Answer>,
): Promise<Answer | { ok: false; error: ErrorView }> {
  try {
    return await work(await requireCaller());
  } catch (error) {
    return { ok: false, error: errorView(error) };
  }
}

/** What may be told of an error; a bug is logged with a number that its finder can quote. */
export function errorView(error: unknown): ErrorView {
  if (error instanceof AppError) return error.view;
  const id = randomUUID().slice(0, 8);
  console.error(`error ${id}:`, error);
  return { code: "refused", reason: reason("unexpected", { id }) };
}
