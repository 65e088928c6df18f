"use client";

import { useCallback, useState } from "react";
import { useControl } from "@/components/deployment/store";
import { toast } from "@/components/ui/toast-store";
import type { ActionResult } from "@/lib/auth/action";
import type { WordedError } from "@/lib/i18n/error-text";
import { useErrorText } from "@/lib/i18n/use-error-text";

export type Answer<Result> = { ok: true; result: Result } | { ok: false; error: WordedError };

/** A server action's answer, or the error of a call that did not come through. */
export async function ask<Input, Result>(
  action: (input: Input) => Promise<ActionResult<Result>>,
  input: Input,
): Promise<ActionResult<Result> | { ok: false; error: WordedError }> {
  try {
    return await action(input);
  } catch (error) {
    if (error instanceof TypeError || !navigator.onLine) {
      return { ok: false, error: { code: "network" } };
    }
    console.error(error);
    return { ok: false, error: { code: "no_answer" } };
  }
}

export type Command<Input, Result> = {
  pending: boolean;
  error: WordedError | null;
  clear: () => void;
  run: (input: Input) => Promise<Answer<Result>>;
};

/**
 * One action on this deployment behind a button or a form: its events reach the page, its error is kept for the
 * form, or told in a toast (`tell: "toast"`).
 */
export function useCommand<Input, Result>(
  action: (input: Input) => Promise<ActionResult<Result>>,
  { tell = "form" }: { tell?: "form" | "toast" } = {},
): Command<Input, Result> {
  const { ingest } = useControl();
  const errorText = useErrorText();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<WordedError | null>(null);
  const run = async (input: Input): Promise<Answer<Result>> => {
    setPending(true);
    setError(null);
    const answer = await ask(action, input);
    setPending(false);
    if (answer.ok) {
      ingest(answer.events);
      return { ok: true, result: answer.result };
    }
    setError(answer.error);
    if (tell === "toast") toast({ tone: "failed", text: errorText(answer.error) });
    return answer;
  };
  return { pending, error, clear: useCallback(() => setError(null), []), run };
}
