import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { Issued } from "@/lib/testing/certificates";

/** Servers on 127.0.0.1 for tests; `close` ends their connections too. */
export type LocalServer = { port: number; url: string; close(): Promise<void> };

async function listening(server: Server, scheme: string): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that hangs up is what many of these tests are about.
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { port, url: `${scheme}://127.0.0.1:${port}`, close };
}

export const serveHttp = (listener: RequestListener) =>
  listening(createHttpServer(listener), "http");

/** Speaks whatever bytes the test wants, from the moment of the connection. */
export const serveTcp = (onConnection: (socket: Socket) => void) =>
  listening(createTcpServer(onConnection), "http");

export const serveHttps = (leaf: Issued, chain: Issued[], listener: RequestListener) =>
  listening(
    createHttpsServer(
      { key: leaf.keyPem, cert: [leaf, ...chain].map(({ pem }) => pem).join("") },
      listener,
    ),
    "https",
  );

/** Says nothing: the handshake is all there is. Old protocols and weak keys are welcome. */
export const serveTls = (leaf: Issued, chain: Issued[], options: TlsOptions = {}) =>
  listening(
    createTlsServer({
      key: leaf.keyPem,
      cert: [leaf, ...chain].map(({ pem }) => pem).join(""),
      ciphers: "DEFAULT:@SECLEVEL=0",
      minVersion: "TLSv1",
      ...options,
    }),
    "https",
  );

/** Keeps track of a test's servers: `afterEach(closeAll)`. */
export function localServers() {
  const open: LocalServer[] = [];
  return {
    async keep(starting: Promise<LocalServer>): Promise<LocalServer> {
      const server = await starting;
      open.push(server);
      return server;
    },
    async closeAll(): Promise<void> {
      for (const server of open.splice(0)) await server.close();
    },
  };
}
