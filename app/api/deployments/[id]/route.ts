import { answerPacked } from "@/lib/auth/route";
import { packedDeploymentView } from "@/lib/deployment/queries";

export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answerPacked((caller) => packedDeploymentView(caller, id));
}
