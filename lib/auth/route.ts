import { errorView } from "@/lib/auth/action";
import { requireCaller } from "@/lib/auth/caller";
import type { Caller } from "@/lib/core/caller";
import { AppError, type AppErrorCode } from "@/lib/core/errors";

const statuses: Record<AppErrorCode, number> = {
  signed_out: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  refused: 422,
  invalid: 400,
  limited: 429,
};

/** Every GET route of the browser: `answer((caller) => queries.x(caller, id))`. JSON, never stored. */
export async function answer(read: (caller: Caller) => Promise<unknown>): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    return Response.json(await read(await requireCaller()), { headers });
  } catch (error) {
    // A redirect or "not found" of the framework is thrown too, and is its to handle.
    if (error instanceof Error && "digest" in error) throw error;
    const status = error instanceof AppError ? statuses[error.code] : 500;
    return Response.json({ error: errorView(error) }, { status, headers });
  }
}
