import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { z } from "zod";

/**
 * What is probed, in a process of its own: answers with the same bytes over http and https, as
 * cheaply as it can, a third port that accepts and says nothing, and a fourth with 1 MiB of metrics.
 */

const body = '{"status":"green","nodes":3}';
const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;

/** The slowest format to read, as much of it as is read at all. */
function openMetrics(): string {
  let text = "# TYPE a counter\n";
  for (let at = 0; text.length < 1024 * 1024 - 64; at += 1) text += `a_total{b="${at}"} ${at}\n`;
  return `${text}# EOF\n`;
}

const certificate = z.object({ key: z.string(), cert: z.string() });

export type Ports = { http: number; https: number; hanging: number; heavy: number };

process.once("message", async (message) => {
  const speak = (socket: Socket) => {
    socket.once("data", () => socket.end(answer));
    socket.on("error", () => socket.destroy());
  };
  const silent = (socket: Socket) => void socket.on("error", () => socket.destroy());
  const text = openMetrics();
  const type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n`;
  const metrics = (socket: Socket) => {
    socket.once("data", () => socket.end(head + text));
    socket.on("error", () => socket.destroy());
  };
  const ports: Ports = {
    http: await portOf(createServer({ noDelay: true }, speak)),
    https: await portOf(createTlsServer(certificate.parse(message), speak)),
    hanging: await portOf(createServer(silent)),
    heavy: await portOf(createServer({ noDelay: true }, metrics)),
  };
  process.send?.(ports);
});
process.once("disconnect", () => process.exit());

function portOf(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen({ port: 0, host: "127.0.0.1", backlog: 511 }, () =>
      resolve((server.address() as AddressInfo).port),
    ),
  );
}
