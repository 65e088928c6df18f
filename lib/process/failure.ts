/** A start that cannot go on for a reason a person can mend: shown as one line, exit code 1. */
export class StartFailure extends Error {
  override name = "StartFailure";
}

/** Ends the process with one line instead of a stack when `work` throws. */
export async function failPlainly<R>(work: () => R | Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
