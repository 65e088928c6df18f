"use client";

import { useCallback, useEffect, useState } from "react";
import { AppError, type ErrorView } from "@/lib/core/errors";
import type { WordedError } from "@/lib/i18n/error-text";
import type { Closing } from "@/lib/sign-off/rules";
import type { StatementView } from "@/lib/sign-off/schema";

type Ask = {
  deploymentId: string;
  signOffKey: string;
  locale: "en" | "ko";
  closing: Closing | null;
};

/** Notes are part of the words: they are asked for when the typing pauses. */
const typingPauseMs = 150;

export type Statement = {
  view: StatementView | null;
  error: WordedError | null;
  loading: boolean;
  refresh: () => void;
};

async function fetchStatement(ask: Ask, signal: AbortSignal): Promise<StatementView> {
  const { deploymentId, ...body } = ask;
  const response = await fetch(`/api/deployments/${deploymentId}/statement`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (response.ok) return (await response.json()) as StatementView;
  const { error } = (await response.json()) as { error: ErrorView };
  throw new AppError(error.code, error.reason);
}

/** The words that would be signed now. `closing` null with "deployed by": an outcome is still to be chosen. */
export function useStatement(ask: Ask, wanted: boolean): Statement {
  const [view, setView] = useState<StatementView | null>(null);
  const [error, setError] = useState<WordedError | null>(null);
  const [loading, setLoading] = useState(false);
  const [round, setRound] = useState(0);
  const key = JSON.stringify(ask);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is `ask`; `round` asks again
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    setLoading(true);
    const read = async () => {
      try {
        setView(await fetchStatement(ask, stop.signal));
        setError(null);
      } catch (cause) {
        if (!stop.signal.aborted) {
          setError(cause instanceof AppError ? cause.view : { code: "network" });
        }
      } finally {
        if (!stop.signal.aborted) setLoading(false);
      }
    };
    const timer = setTimeout(read, typingPauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key, wanted, round]);
  return { view, error, loading, refresh: useCallback(() => setRound((n) => n + 1), []) };
}
