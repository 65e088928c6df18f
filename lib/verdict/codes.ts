/** Worded by `verdict.blocker` and `verdict.next` of messages/. */
export const blockerCodes = [
  "item_blocked",
  "item_failed",
  "item_open_above",
  "item_out_of_date",
  "signature_suspended",
  "signature_expired",
  "sign_off_refused",
  "sign_off_open_above",
  "issue_running",
] as const;
export type BlockerCode = (typeof blockerCodes)[number];

export const isBlockerCode = (code: string): code is BlockerCode =>
  blockerCodes.some((known) => known === code);
