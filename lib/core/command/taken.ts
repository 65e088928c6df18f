import { AppError, reason } from "@/lib/core/errors";

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "23505";

/** Tells a broken unique index in words: whoever was first keeps the name, without a race. */
export async function refuseTaken<Done>(
  work: Promise<Done>,
  code: string,
  params: Record<string, string>,
): Promise<Done> {
  try {
    return await work;
  } catch (error) {
    if (isTaken(error)) throw new AppError("refused", reason(code, params));
    throw error;
  }
}
