import { notFound } from "next/navigation";
import { requireCaller } from "@/lib/auth/caller";
import { requirePerson } from "@/lib/auth/viewer";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";

/**
 * A page's read: `await pageRead((caller) => queries.x(caller, id))`. Signed out leads to the sign-in
 * page and back; what does not exist or may not be seen is the "not found" page.
 */
export async function pageRead<View>(read: (caller: Caller) => Promise<View>): Promise<View> {
  await requirePerson();
  try {
    return await read(await requireCaller());
  } catch (error) {
    const hidden =
      error instanceof AppError && (error.code === "not_found" || error.code === "forbidden");
    if (hidden) notFound();
    throw error;
  }
}
