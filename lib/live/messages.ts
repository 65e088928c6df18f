import type { LogEvent } from "@/lib/log/event";
import type { ProbeProgress } from "@/lib/probe/progress";

/** What travels over `/api/stream`: numbered events, and what has no number. */
export type StreamMessage =
  /** All streams asked for are being followed. */
  | { t: "ready" }
  | { t: "event"; s: string; event: LogEvent; names: Record<string, string> }
  | { t: "here"; s: string; people: { id: string; name: string }[] }
  /** A measurement of a run with `for:` was made. */
  | { t: "progress"; s: string; progress: ProbeProgress }
  /** The stream is not (or no longer) this reader's to see. */
  | { t: "gone"; s: string }
  /** The session has ended. */
  | { t: "revoked" };

/** `signed_out`: the server knows nobody, or somebody else, under this browser's session. */
export type LiveState = "connecting" | "live" | "lost" | "signed_out";
