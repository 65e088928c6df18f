import { answerGate } from "@/lib/gate/http";
import { gateByNames } from "@/lib/gate/queries";
import { gateLookup } from "@/lib/gate/schema";

export async function GET(request: Request) {
  return answerGate(request, gateLookup, gateByNames);
}
