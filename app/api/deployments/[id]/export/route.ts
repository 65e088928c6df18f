import { answerFile } from "@/lib/auth/route";
import { exportDeployment } from "@/lib/deployment/export-queries";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answerFile(async (caller) => {
    const { fileName, text } = await exportDeployment(caller, id);
    return { fileName, type: "text/markdown; charset=utf-8", content: text };
  });
}
