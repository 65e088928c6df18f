import { answer } from "@/lib/auth/route";
import { deploymentView } from "@/lib/deployment/queries";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((caller) => deploymentView(caller, id));
}
