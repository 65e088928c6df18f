import { query } from "@/lib/core/db";

/** For load balancers and probes: whether this process answers and reaches its database. Says nothing else. */
export async function GET() {
  const headers = { "cache-control": "no-store" };
  try {
    await query("select 1");
    return Response.json({ status: "ok" }, { headers });
  } catch (error) {
    console.error("health:", error);
    return Response.json({ status: "no database" }, { status: 503, headers });
  }
}
