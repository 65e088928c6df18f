import { issueCertificate } from "@/lib/testing/certificates";
import { type LocalServer, localServers, serveHttp, serveHttps } from "@/lib/testing/servers";

/** What the probes of the journey measure: a health endpoint, metrics, and TLS with a certificate of our own. */
export async function startProbeServers() {
  const { keep, closeAll } = localServers();
  const health: LocalServer = await keep(
    serveHttp((request, response) => {
      const found = request.url === "/health";
      response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify({ status: found ? "green" : "lost" }));
    }),
  );
  const metrics = await keep(
    serveHttp((_, response) => {
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4" });
      response.end('cpu_utilization_ratio{instance="web-1"} 0.41\n');
    }),
  );
  const root = issueCertificate({ subject: "Journey root", ca: true });
  const leaf = issueCertificate({ subject: "server", names: ["127.0.0.1"], issuer: root });
  const tls = await keep(serveHttps(leaf, [], (_, response) => response.end("ok")));
  const variables = {
    BASE_URL: health.url,
    METRICS_URL: `${metrics.url}/metrics`,
    HOST: "127.0.0.1",
    TLS_PORT: String(tls.port),
  };
  const ca = root.pem.trimEnd().replaceAll("\n", "\n  ");
  const specs = {
    http: 'kind: http\ntarget: "{{BASE_URL}}/health"\nassert:\n  - status == 200\n  - $.status == "green"\n',
    metrics:
      'kind: metrics\ntarget: "{{METRICS_URL}}"\nassert:\n  - all cpu_utilization_ratio < 70%\n',
    tls: `kind: tls\ntarget: "{{HOST}}:{{TLS_PORT}}"\nassert:\n  - chain == trusted\n  - host == matches\n  - days left >= 14\nca: |\n  ${ca}\n`,
  };
  return { variables, specs, close: closeAll };
}
