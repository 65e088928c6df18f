import { answer } from "@/lib/auth/route";
import { listDeployments } from "@/lib/deployment/list-queries";
import { listFilter } from "@/lib/deployment/list-search";

export async function GET(request: Request) {
  const filter = listFilter(Object.fromEntries(new URL(request.url).searchParams));
  return answer((caller) => listDeployments(caller, filter));
}
