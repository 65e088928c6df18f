/** The frame that inputs, text areas and selects share. */
export const controlStyle =
  "w-full rounded-md border border-border bg-sheet px-2.5 text-base text-ink transition-colors " +
  "hover:border-muted disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted " +
  "aria-invalid:border-failed focus-visible:outline-offset-0";
