import { confirmCaller } from "@/lib/auth/confirm-caller";
import { answer } from "@/lib/auth/route";
import { AppError, reason } from "@/lib/core/errors";
import { readSpecNotes } from "@/lib/probe/spec-notes";
import { longestSpecText } from "@/lib/probe/spec-text";

/** A read whose question is too long for an address: is this text a probe's spec? Nothing is kept. */
export async function POST(request: Request) {
  return answer(async (caller) => {
    await confirmCaller(caller);
    const bytes = Number(request.headers.get("content-length") ?? Number.NaN);
    if (!(bytes <= 4 * longestSpecText))
      throw new AppError("invalid", reason("probe_spec_too_long"));
    return readSpecNotes(await request.text());
  });
}
