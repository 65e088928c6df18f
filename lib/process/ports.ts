import { createServer } from "node:net";
import { StartFailure } from "@/lib/process/failure";

/** Fails with what to do when `port` cannot be listened on. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EADDRINUSE")
      throw new StartFailure(
        `Port ${port} is already in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
      );
    if (code === "EACCES")
      throw new StartFailure(
        `Port ${port} needs more rights than this user has. Choose one above 1023 with PORT.`,
      );
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      throw new StartFailure(
        `HOST=${host} is not an address of this machine. Use 127.0.0.1 or 0.0.0.0.`,
      );
    throw error;
  }
}

/** A port of 127.0.0.1 that nothing listens on now. */
export function freePort(): Promise<number> {
  return listenOnce("127.0.0.1", 0);
}

function listenOnce(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(got));
    });
  });
}
