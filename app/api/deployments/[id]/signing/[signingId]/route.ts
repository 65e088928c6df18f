import { answer } from "@/lib/auth/route";
import { providerSigning } from "@/lib/sign-off/provider-queries";

type Context = { params: Promise<{ id: string; signingId: string }> };

export async function GET(_request: Request, { params }: Context) {
  const { id, signingId } = await params;
  return answer((caller) => providerSigning(caller, id, signingId));
}
