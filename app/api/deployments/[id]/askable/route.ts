import { answer } from "@/lib/auth/route";
import { askable } from "@/lib/sign-off/ask-queries";

/** Who can be asked for the sign-off that `?signOff=` names. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const signOffKey = new URL(request.url).searchParams.get("signOff") ?? "";
  return answer((caller) => askable(caller, id, signOffKey));
}
