import { serverSent } from "@/lib/log/server-sent";
import { openShare, roomForMore } from "@/lib/share/live";
import { sharedDeployment } from "@/lib/share/queries";

/** Server-sent events of a stakeholder's page: the view whenever it has changed. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const deploymentId = await sharedDeployment(token);
  if (deploymentId === null) return new Response(null, { status: 404 });
  if (!roomForMore()) return new Response(null, { status: 429 });
  return serverSent({
    signal: request.signal,
    stillHolds: async () => (await sharedDeployment(token)) === deploymentId,
    open: (sent) => openShare(token, deploymentId, sent),
  });
}
