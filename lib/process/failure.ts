/** A start that cannot go on for a reason a person can mend: shown as one line, exit code 1. */
export class StartFailure extends Error {
  override name = "StartFailure";
}
