import { AppError, type ErrorView } from "@/lib/core/errors";

/**
 * GET for the browser's reads, or POST of a question that is too long for an address; what the server refuses is
 * thrown as the AppError that it was.
 */
export async function readJson<Value>(path: string, question?: string): Promise<Value> {
  const asked = question === undefined ? {} : { method: "POST", body: question };
  const response = await fetch(path, { headers: { accept: "application/json" }, ...asked });
  if (response.ok) return (await response.json()) as Value;
  const body = (await response.json().catch(() => null)) as { error?: ErrorView } | null;
  if (body?.error) throw new AppError(body.error.code, body.error.reason);
  throw new Error(`${path} answered ${response.status}`);
}
