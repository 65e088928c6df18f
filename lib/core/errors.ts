/** What a rule answers when it says no: a code that `messages/` words, and what it speaks of. */
export type Reason = { code: string; params: Record<string, string | number> };

/** Builds a Reason: `reason("children_open", { n: 2 })`. */
export function reason(code: string, params: Record<string, string | number> = {}): Reason {
  return { code, params };
}

/**
 * - signed_out: nobody is signed in, or the session has ended
 * - not_found: it does not exist, or the caller may not see it
 * - forbidden: the caller may see it but not do this
 * - invalid: the input is not of the shape asked for
 * - conflict: somebody was faster; `reason` says who, when and to what
 * - refused: a rule says no; `reason` says which and what to do
 * - limited: too many tries; `reason.params.seconds` says how long to wait
 */
export const appErrorCodes = [
  "signed_out",
  "not_found",
  "forbidden",
  "invalid",
  "conflict",
  "refused",
  "limited",
] as const;
export type AppErrorCode = (typeof appErrorCodes)[number];

/** How an error travels to the screen. */
export type ErrorView = { code: AppErrorCode; reason: Reason };

/** The one error that is for people; anything else thrown is a bug. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly reason: Reason;

  constructor(code: AppErrorCode, why: Reason = reason(code)) {
    super(`${code}: ${why.code} ${JSON.stringify(why.params)}`);
    this.name = "AppError";
    this.code = code;
    this.reason = why;
  }

  get view(): ErrorView {
    return { code: this.code, reason: this.reason };
  }
}

/** Throws `refused` when a rule has an answer; rules return null for "nothing against it". */
export function refuseIf(blocker: Reason | null): void {
  if (blocker) throw new AppError("refused", blocker);
}
