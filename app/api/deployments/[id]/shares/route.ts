import { answer } from "@/lib/auth/route";
import { listShares } from "@/lib/share/queries";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((caller) => listShares(caller, id));
}
