import { databaseAnswers } from "@/lib/core/health";

/** For load balancers and probes: whether this process answers and reaches its database. Says nothing else. */
export async function GET() {
  const well = await databaseAnswers();
  return Response.json(
    { status: well ? "ok" : "no database" },
    { status: well ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
