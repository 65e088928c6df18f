import { answer } from "@/lib/auth/route";
import { deploymentChoices } from "@/lib/deployment/choice-queries";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((caller) => deploymentChoices(caller, id));
}
