import { answerGate } from "@/lib/gate/http";
import { gate } from "@/lib/gate/queries";
import { gateQuestion } from "@/lib/gate/schema";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answerGate(request, gateQuestion, (bearer, asked, locale) =>
    gate(bearer, id, asked, locale),
  );
}
