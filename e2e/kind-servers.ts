import { X509Certificate } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { query } from "@/lib/core/db";
import { issueCertificate } from "@/lib/testing/certificates";
import { records, serveNames } from "@/lib/testing/name-server";
import { localServers, serveHttp, serveHttps, serveTcp } from "@/lib/testing/servers";

/** Servers on 127.0.0.1 for one probe of each kind, as the variables of an environment that may reach them. */

type Answer = { status?: number; headers?: Record<string, string>; body?: string };
type Route = (request: IncomingMessage) => Answer;

const json = (body: unknown, status = 200): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** Lets ten requests in, and no more. */
function tenOnly(): Route {
  let seen = 0;
  return () => (++seen <= 10 ? { body: "ok" } : { status: 429, headers: { "retry-after": "30" } });
}

const origin = "https://app.example.com";

const cors: Route = ({ headers, method }) => ({
  status: method === "OPTIONS" ? 204 : 200,
  headers: {
    vary: "origin",
    ...(headers.origin === origin
      ? { "access-control-allow-origin": origin, "access-control-allow-methods": "GET" }
      : {}),
  },
});

const exposition = `# TYPE cpu_utilization_ratio gauge
cpu_utilization_ratio{instance="web-1"} 0.41
# TYPE disk_usage_ratio gauge
disk_usage_ratio{instance="web-1"} 0.93
`;

const metrics: Route = () => ({
  headers: { "content-type": "text/plain; version=0.0.4" },
  body: exposition,
});

/** A fifth of a percent, whatever is asked. */
const prometheus: Route = () =>
  json({
    status: "success",
    data: { resultType: "vector", result: [{ metric: {}, value: [Date.now() / 1000, "0.002"] }] },
  });

const refusesMarkers: Route = ({ url = "" }) =>
  /script/i.test(decodeURIComponent(url)) ? { status: 403, body: "blocked" } : { body: "ok" };

/** Gives back what it was sent, in every spelling that servers use, in headers and body. */
function echo({ headers }: IncomingMessage): Answer {
  const sent = headers.authorization ?? "";
  const bytes = Buffer.from(sent);
  const spellings = [
    sent,
    sent.toUpperCase(),
    encodeURIComponent(sent),
    bytes.toString("base64"),
    bytes.toString("hex"),
  ];
  return {
    headers: { "content-type": "application/json", server: sent, etag: `"${sent}"` },
    body: JSON.stringify({ status: "seen", you: spellings }),
  };
}

function routes(token: string): Record<string, Route> {
  const isMember = ({ headers }: IncomingMessage) => headers.authorization === `Bearer ${token}`;
  return {
    "/health": () => json({ status: "pass", checks: { database: [{ status: "pass" }] } }),
    "/_cluster/health": () => json({ status: "green", timed_out: false }),
    "/me": (request) => (isMember(request) ? echo(request) : json({ error: "who are you?" }, 401)),
    "/echo": echo,
    "/cors": cors,
    "/limited": tenOnly(),
    "/guarded": refusesMarkers,
    "/metrics": metrics,
    "/api/v1/query": prometheus,
    "/": () => ({ body: "ok" }),
  };
}

function answering(known: Record<string, Route>) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const found = known[path]?.(request) ?? { status: 404 };
    request.resume();
    response.writeHead(found.status ?? 200, found.headers ?? {}).end(found.body ?? "");
  };
}

const secure: Route = () => ({
  headers: {
    "content-type": "text/html",
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  },
  body: "<!doctype html><title>ok</title>",
});

/** Where the product's own database listens: a real PostgreSQL, whoever runs it. */
async function databasePlace(): Promise<string> {
  const [row] = await query<{ port: string }>("select current_setting('port') as port");
  return `127.0.0.1:${row?.port ?? ""}`;
}

export async function startKindServers(token: string) {
  const { keep, closeAll } = localServers();
  const root = issueCertificate({ subject: "Fifteen root", ca: true });
  const leaf = issueCertificate({ subject: "server", names: ["127.0.0.1"], issuer: root });
  const http = await keep(serveHttp(answering(routes(token))));
  const https = await keep(serveHttps(leaf, [], answering({ "/": secure })));
  const plain = await keep(
    serveHttp((_, response) => response.writeHead(301, { location: `${https.url}/` }).end()),
  );
  const redis = await keep(
    serveTcp((socket) =>
      socket.once("data", (bytes) =>
        socket.end(`${bytes}`.includes("PING") ? "+PONG\r\n" : "-ERR\r\n"),
      ),
    ),
  );
  const names = await serveNames(({ name }) =>
    name === "app.example.com" ? { records: [records.a("203.0.113.7")] } : { code: "no-name" },
  );
  const close = async () => {
    await Promise.all([closeAll(), names.close()]);
  };
  return {
    ca: root.pem,
    fingerprint: new X509Certificate(leaf.pem).fingerprint256.replaceAll(":", "").toLowerCase(),
    variables: {
      BASE_URL: http.url,
      SECURE_URL: https.url,
      PLAIN_URL: plain.url,
      TLS_PLACE: `127.0.0.1:${https.port}`,
      TLS_PORT: String(https.port),
      REDIS_PLACE: `127.0.0.1:${redis.port}`,
      DATABASE_PLACE: await databasePlace(),
      NAME_SERVER: `127.0.0.1:${names.port}`,
      APP_ORIGIN: origin,
    },
    httpsPort: https.port,
    close,
  };
}
