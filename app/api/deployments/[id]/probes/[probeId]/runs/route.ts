import { answer } from "@/lib/auth/route";
import { probeRuns } from "@/lib/probe/queries";

type Params = { params: Promise<{ id: string; probeId: string }> };

export async function GET(_request: Request, { params }: Params) {
  const { id, probeId } = await params;
  return answer((caller) => probeRuns(caller, id, probeId));
}
