import { answerFile } from "@/lib/auth/route";
import { recordFile } from "@/lib/dossier/queries";

type Params = { params: Promise<{ id: string; fileId: string }> };

/** The file when it is made; 202 with its status until then. */
export async function GET(_request: Request, { params }: Params) {
  const { id, fileId } = await params;
  return answerFile(async (caller) => {
    const file = await recordFile(caller, id, fileId);
    if (file.status !== "made") return { json: { status: file.status }, status: 202 };
    return { fileName: file.fileName, type: "application/octet-stream", content: file.content };
  });
}
