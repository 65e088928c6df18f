/** A start that cannot go on for a reason a person can mend: shown as one line, exit code 1. */
export class StartFailure extends Error {
  override name = "StartFailure";
}

/** Ends the process with one line instead of a stack when `work` throws. */
export function failPlainly<R>(work: () => R): R {
  try {
    return work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
