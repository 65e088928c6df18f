import { z } from "zod";
import { answer } from "@/lib/auth/route";
import { parseInput } from "@/lib/command/command";
import { deploymentEventsAfter } from "@/lib/deployment/log-queries";

const afterInput = z.coerce.number().int().min(0).default(0);

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const given = new URL(request.url).searchParams.get("after") ?? undefined;
  return answer(async (caller) => deploymentEventsAfter(caller, id, parseInput(afterInput, given)));
}
