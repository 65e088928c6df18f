import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** A proxy as many put in front: another Host for what is behind it, and who asked in X-Forwarded-*. */
export async function startReverseProxy(
  target: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { hostname, port } = new URL(target);
  const server = createServer((from: IncomingMessage, answer: ServerResponse) => {
    const headers = {
      ...from.headers,
      host: "countersign.internal",
      "x-forwarded-host": from.headers.host,
      "x-forwarded-proto": "http",
      "x-forwarded-for": from.socket.remoteAddress,
    };
    const onwards = request(
      { hostname, port, path: from.url, method: from.method, headers },
      (back) => {
        answer.writeHead(back.statusCode ?? 502, back.headers);
        back.pipe(answer);
      },
    );
    onwards.once("error", () => answer.destroy());
    answer.once("close", () => onwards.destroy());
    from.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The proxy listens on no port.");
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}`, stop };
}
