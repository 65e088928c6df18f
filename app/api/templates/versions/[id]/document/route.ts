import { answer } from "@/lib/auth/route";
import { versionDocument } from "@/lib/template/queries";

/** A published reading never changes: the browser keeps it, for this person alone. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const response = await answer((caller) => versionDocument(caller, id));
  if (response.ok) {
    response.headers.set("cache-control", "private, max-age=31536000, immutable");
    response.headers.set("vary", "cookie");
  }
  return response;
}
