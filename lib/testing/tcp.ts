import type { Socket } from "node:net";
import { probe } from "@/lib/testing/probe";
import { serveTcp } from "@/lib/testing/servers";

/** A tcp probe of a server that is made for it, and gone after it. */
export async function askTcp(
  onConnection: (socket: Socket) => void,
  more: Record<string, unknown> = {},
) {
  const server = await serveTcp(onConnection);
  try {
    const target = `127.0.0.1:${server.port}`;
    const spec = { kind: "tcp", target, timeout: "2s", retries: 0, ...more };
    const result = await probe(spec);
    return { verdict: result.verdict, code: result.reason.code, result };
  } finally {
    await server.close();
  }
}

/** Takes connections and says nothing. */
export const quiet = () => undefined;

/** Answers the first thing that is said. */
export const answering = (answer: string | Buffer) => (socket: Socket) =>
  socket.once("data", () => socket.write(answer));

/** Says more than anybody wants to hear. */
export function flood(socket: Socket): void {
  const more = () => {
    while (!socket.destroyed && socket.write("y".repeat(16_384)));
  };
  socket.on("drain", more);
  more();
}
