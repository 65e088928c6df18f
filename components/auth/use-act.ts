"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { ActionResult } from "@/lib/auth/action";
import type { ErrorView } from "@/lib/core/errors";
import type { WordedError } from "@/lib/i18n/error-text";

export type ActError = ErrorView | { code: "network" };

type Act<Input, Result> = {
  pending: boolean;
  error: ActError | null;
  clear: () => void;
  /** Runs the action, shows the page anew, then calls `done`. */
  run: (input: Input, done?: (result: Result) => void) => void;
};

/** One server action behind a button or a form: its waiting, its error, and the page read again after it. */
export function useAct<Input, Result>(
  action: (input: Input) => Promise<ActionResult<Result>>,
): Act<Input, Result> {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [error, setError] = useState<ActError | null>(null);
  const run: Act<Input, Result>["run"] = (input, done) =>
    start(async () => {
      setError(null);
      const answer = await action(input).catch(unreachable);
      if (!answer.ok) return setError(answer.error);
      router.refresh();
      done?.(answer.result);
    });
  return { pending, error, clear: () => setError(null), run };
}

/** A call that did not reach the server; anything else thrown here is a bug and goes to the error page. */
function unreachable(error: unknown): { ok: false; error: { code: "network" } } {
  if (error instanceof TypeError || !navigator.onLine)
    return { ok: false, error: { code: "network" } };
  throw error;
}

/** Names of fields by the rule that speaks of them. */
const fieldOfCode: Record<string, string> = {
  email_taken: "email",
  team_taken: "name",
  slug_taken: "slug",
  environment_taken: "name",
};

/** The field that an error is about; null when it is about the whole. */
export function errorField(error: ActError | null): string | null {
  if (!error || !("reason" in error)) return null;
  if (error.code !== "invalid") return fieldOfCode[error.reason.code] ?? null;
  return String(error.reason.params.field).split(".")[0] || null;
}

/** What to show under each field and above the form. `invalid` words what a field wants. */
export function splitError<Name extends string>(
  error: ActError | null,
  fields: readonly Name[],
  words: { invalid: (field: Name) => string; text: (error: WordedError) => string },
): { form: string | null; of: (field: Name) => string | undefined } {
  const at = fields.find((field) => field === errorField(error));
  const text = !error
    ? null
    : at && error.code === "invalid"
      ? words.invalid(at)
      : words.text(error);
  return {
    form: at ? null : text,
    of: (field) => (field === at ? (text ?? undefined) : undefined),
  };
}
