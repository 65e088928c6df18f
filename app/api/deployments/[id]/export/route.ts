import { answerMarkdown } from "@/lib/auth/route";
import { exportDeployment } from "@/lib/deployment/export-queries";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answerMarkdown((caller) => exportDeployment(caller, id));
}
