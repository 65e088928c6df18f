import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import { gunzipSync } from "node:zlib";

export type Sent = { method: "GET" | "POST"; path: string; body?: string };
/** `bytes` are those that came over the wire; `text` unpacks them. */
export type Answered = { status: number; bytes: number; ms: number; text(): string };
export type Client = (sent: Sent, headers?: Record<string, string>) => Promise<Answered>;

/** As Chromium asks; the server answers with gzip. */
export const acceptEncoding = { "accept-encoding": "gzip, deflate, br, zstd" };

/** An HTTP client with connections that stay open, for one origin on this machine. */
export function httpClient(origin: string, cookie: string): Client & { close(): void } {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const client: Client = ({ method, path, body }, headers = {}) =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
      const options = { hostname, port, method, path, agent };
      const sending = request({ ...options, headers: { cookie, ...length, ...headers } });
      sending.once("error", reject);
      sending.once("response", (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("error", reject);
        response.once("end", () => {
          const ms = performance.now() - start;
          const whole = Buffer.concat(parts);
          const status = response.statusCode ?? 0;
          const packed = response.headers["content-encoding"] === "gzip";
          const text = () => (packed ? gunzipSync(whole) : whole).toString("utf8");
          resolve({ status, bytes: whole.length, ms, text });
        });
      });
      sending.end(body);
    });
  return Object.assign(client, { close: () => agent.destroy() });
}

export type Rate = { perSecond: number; times: number[] };

/** Each client does its work again and again until the time is over; what was begun is counted when it ends. */
export async function underLoad(
  clients: readonly (() => Promise<unknown>)[],
  seconds: number,
): Promise<Rate> {
  const times: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    clients.map(async (work) => {
      while (performance.now() < end) {
        const begun = performance.now();
        await work();
        times.push(performance.now() - begun);
      }
    }),
  );
  return { perSecond: times.length / ((performance.now() - start) / 1000), times };
}
