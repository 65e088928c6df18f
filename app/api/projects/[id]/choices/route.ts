import { answer } from "@/lib/auth/route";
import { projectChoices } from "@/lib/deployment/new-queries";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer((caller) => projectChoices(caller, id));
}
