import { answer } from "@/lib/auth/route";
import { deploymentDocument } from "@/lib/deployment/queries";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((caller) => deploymentDocument(caller, id));
}
