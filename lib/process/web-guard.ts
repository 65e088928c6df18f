import { type IncomingMessage, Server, type ServerResponse } from "node:http";
import { env } from "@/lib/core/env";
import { believed, type TrustedNetworks, trustedNetworks } from "@/lib/core/forwarded";

/**
 * Stands in front of Next in the web process, installed before it listens. Next and its authentication
 * take x-forwarded-host and -proto as the truth, so untrusted ones must be gone before they look.
 */
export function installWebGuard(): void {
  let trusted: TrustedNetworks | undefined;
  const emit = Server.prototype.emit;
  Server.prototype.emit = function guarded(
    this: Server,
    event: string | symbol,
    ...args: unknown[]
  ) {
    if (event === "request" || event === "upgrade") {
      trusted ??= trustedNetworks(env().TRUSTED_PROXIES);
      const request = args[0] as IncomingMessage;
      request.headers = believed(request.headers, request.socket.remoteAddress, trusted);
      // What an action answers fits into one packet; packing it is a tenth of what a tick costs this process.
      if ("next-action" in request.headers) delete request.headers["accept-encoding"];
      if (event === "request") follow(this, args[1] as ServerResponse);
    }
    return Reflect.apply(emit, this, [event, ...args]);
  } as typeof emit;
}

const open = new Map<Server, Set<ServerResponse>>();

function follow(server: Server, response: ServerResponse): void {
  const responses = open.get(server) ?? new Set();
  if (!open.has(server)) {
    open.set(server, responses);
    process.once("SIGTERM", () => drain(server, responses));
    process.once("SIGINT", () => drain(server, responses));
  }
  responses.add(response);
  response.once("close", () => responses.delete(response));
}

/** Event streams never end by themselves: they go at once (browsers come back), the rest gets 4 s. */
function drain(server: Server, responses: Set<ServerResponse>): void {
  for (const response of responses) {
    if (String(response.getHeader("content-type")).startsWith("text/event-stream"))
      response.destroy();
  }
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 4_000).unref();
}
