import type { z } from "zod";
import { type DecideContext, type Decision, type Done, transact } from "@/lib/command/transact";
import type { Actor, Caller } from "@/lib/core/caller";
import { AppError, reason } from "@/lib/core/errors";
import { type anywhere, may, type Permission } from "@/lib/core/permissions";
import type { StreamKind } from "@/lib/log/event";
import { hasPlace } from "@/lib/log/personal";

/** A command as everybody calls it: browser, command line, jobs, demo. Throws AppError. */
export type Command<Result> = (caller: Caller, input: unknown) => Promise<Done<Result>>;

type Spec<Input, Result> = {
  may: Permission;
  input: z.ZodType<Input>;
  stream(input: Input): { kind: StreamKind; id: string };
  /** Project whose grants count; null: only grants for all projects. */
  scope(input: Input): string | null | typeof anywhere;
  read?(input: Input): { columns: string; values: unknown[] };
  run(
    context: Omit<DecideContext, "actor"> & { actor: PersonOrSystem; input: Input },
  ): Promise<Decision<Result>> | Decision<Result>;
};

type PersonOrSystem = Actor;

/**
 * The first text in a value that no database can hold (NUL, half a surrogate pair), or that reads like the place of a
 * personal value in an event: its path; null when none.
 */
function unstorable(value: unknown, path: readonly string[] = []): string | null {
  if (typeof value === "string") {
    const bad = value.includes("\u0000") || !value.isWellFormed() || hasPlace(value);
    return bad ? path.join(".") : null;
  }
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found =
      unstorable(key, [...path, key.toWellFormed()]) ?? unstorable(inner, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}

/** Refuses texts that could be neither stored nor hashed. */
export function demandStorable(input: unknown): void {
  const field = unstorable(input);
  if (field !== null) {
    throw new AppError(
      "invalid",
      reason("invalid_input", { field, message: "has characters that are no text" }),
    );
  }
}

/** Parses at the edge; the error names each field. */
export function parseInput<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new AppError(
    "invalid",
    reason("invalid_input", {
      field: first?.path.join(".") ?? "",
      message: first?.message ?? "",
    }),
  );
}

/** Refuses when the grants do not allow it; a system actor may what its command is for. */
export function demand(
  actor: Actor,
  permission: Permission,
  projectId: string | null | typeof anywhere,
): void {
  if (actor.kind === "system") return;
  if (!may(actor.grants, permission, projectId)) {
    throw new AppError("forbidden", reason("not_allowed", { permission }));
  }
}

/** The one door for writes outside a deployment (those are made with `deploymentCommand`). */
export function command<Input, Result>(spec: Spec<Input, Result>): Command<Result> {
  return async (caller, raw) => {
    const input = parseInput(spec.input, raw);
    demandStorable(input);
    return transact({
      caller,
      stream: spec.stream(input),
      read: () => spec.read?.(input),
      decide(context) {
        demand(context.actor, spec.may, spec.scope(input));
        return spec.run({ ...context, input });
      },
    });
  };
}
