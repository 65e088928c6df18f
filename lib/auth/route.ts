import { errorView } from "@/lib/auth/action";
import { requireCaller } from "@/lib/auth/caller";
import type { Caller } from "@/lib/core/caller";
import { AppError, type AppErrorCode } from "@/lib/core/errors";
import type { Packed } from "@/lib/core/packed";

/** How an error is answered over HTTP. */
export const statuses: Record<AppErrorCode, number> = {
  signed_out: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  refused: 422,
  invalid: 400,
  limited: 429,
};

const headers = { "cache-control": "no-store" };

/** Every GET route of the browser: `answer((caller) => queries.x(caller, id))`. JSON, never stored. */
export async function answer(read: (caller: Caller) => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await read(await requireCaller()), { headers });
  } catch (error) {
    return refusal(error);
  }
}

/** The same for what is read often and by many: its bytes are made once. */
export async function answerPacked(read: (caller: Caller) => Promise<Packed>): Promise<Response> {
  try {
    const packed = await read(await requireCaller());
    const json = { ...headers, "content-type": "application/json" };
    return new Response(packed.bytes(), { headers: json });
  } catch (error) {
    return refusal(error);
  }
}

export type FileAnswer =
  | { fileName: string; type: string; content: string | Buffer }
  /** Not yet, or not at all: what can be said of it. */
  | { json: unknown; status: number };

/** A file to keep. */
export async function answerFile(read: (caller: Caller) => Promise<FileAnswer>): Promise<Response> {
  try {
    const file = await read(await requireCaller());
    if ("json" in file) return Response.json(file.json, { status: file.status, headers });
    const plain = file.fileName.replace(/[^\w.-]+/g, "_");
    const disposition = `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.fileName)}`;
    const body = typeof file.content === "string" ? file.content : new Uint8Array(file.content);
    return new Response(body, {
      headers: { ...headers, "content-type": file.type, "content-disposition": disposition },
    });
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Response {
  // A redirect or "not found" of the framework is thrown too, and is its to handle.
  if (error instanceof Error && "digest" in error) throw error;
  const status = error instanceof AppError ? statuses[error.code] : 500;
  return Response.json({ error: errorView(error) }, { status, headers });
}
