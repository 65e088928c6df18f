import { type Exchange, emptyPhases, emptyTrace } from "@/lib/probe/kind";
import type { ProbeReason } from "@/lib/probe/schema";

type Seen = Partial<Pick<Exchange, "status" | "text" | "answerHeaders">> & {
  problem?: ProbeReason | null;
};

/** What the reach would have brought back from https://a.test/, for a judge that is asked without a network. */
export function exchangeOf({ problem = null, ...seen }: Seen): Exchange {
  const status = seen.status ?? null;
  const hop = { target: "https://a.test/", address: null, port: 443, phases: emptyPhases, status };
  return {
    trace: { ...emptyTrace(problem), hops: [hop] },
    contentType: null,
    answerHeaders: {},
    elapsedMs: 12,
    text: null,
    openEnd: false,
    ...seen,
    status,
  };
}
