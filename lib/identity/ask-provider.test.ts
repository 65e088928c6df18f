import { setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { askProvider } from "@/lib/identity/ask-provider";
import { issueCertificate } from "@/lib/testing/certificates";
import { serveHttp, serveHttps } from "@/lib/testing/servers";

/** What the operator's own authority is after NODE_EXTRA_CA_CERTS. */
const ca = issueCertificate({ subject: "Company CA", ca: true });
setDefaultCACertificates([ca.pem]);
const leaf = issueCertificate({ subject: "login", names: ["127.0.0.1"], issuer: ca });

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
async function open<Server extends { close(): Promise<void> }>(server: Promise<Server>) {
  const one = await server;
  opened.push(one);
  return one;
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "answered",
    (error) => (error.name === "ProviderFailure" ? error.message : String(error)),
  );

describe("a request to the provider", () => {
  it("goes over TLS to whom the machine trusts, with its form and headers", async () => {
    const server = await open(
      serveHttps(leaf, [], (request, response) => {
        let body = "";
        request.on("data", (chunk) => {
          body += chunk;
        });
        request.on("end", () => {
          const { authorization, "content-type": type } = request.headers;
          response.end(JSON.stringify({ body, authorization, type, method: request.method }));
        });
      }),
    );
    const form = new URLSearchParams({ code: "a b&c" });
    const headers = { authorization: "Basic eA==" };
    const asked = { target: `${server.url}/token`, form, headers };
    await expect(askProvider(server.url, asked)).resolves.toEqual({
      status: 200,
      json: {
        ...{ body: "code=a+b%26c", authorization: "Basic eA==", method: "POST" },
        type: "application/x-www-form-urlencoded",
      },
    });
  });

  it.each([
    ["of another authority", { subject: "login", names: ["127.0.0.1"] }],
    ["for another name", { subject: "login", names: ["other.example"], issuer: ca }],
    ["that is over", { subject: "login", names: ["127.0.0.1"], issuer: ca, toDays: -0.5 }],
  ])("is not sent to a certificate %s, and says so without its secret", async (_, wish) => {
    let heard = 0;
    const server = await open(
      serveHttps(issueCertificate(wish), [], (_request, response) => {
        heard += 1;
        response.end("{}");
      }),
    );
    const headers = { authorization: "Basic c2VjcmV0" };
    const said = await refusal(askProvider(server.url, { target: server.url, headers }));
    expect(said).toContain("certificate-refused");
    expect(said).not.toContain("c2VjcmV0");
    expect(heard).toBe(0);
  });

  it("follows no redirect and reads no more than a mebibyte", async () => {
    const asked: (string | undefined)[] = [];
    const server = await open(
      serveHttp((request, response) => {
        asked.push(request.url);
        if (request.url === "/long") response.end("9".repeat(1024 * 1024 + 1));
        else response.writeHead(302, { location: "/elsewhere" }).end("{}");
      }),
    );
    const ask = (path: string) => askProvider(server.url, { target: server.url + path });
    expect((await ask("/")).status).toBe(302);
    expect(await refusal(ask("/long"))).toContain("body-too-large");
    expect(asked).toEqual(["/", "/long"]);
  });

  it("goes to no other address inside, and to metadata services never", async () => {
    const ask = (issuer: string, target: string) => refusal(askProvider(issuer, { target }));
    expect(await ask("https://login.example", "https://127.0.0.1/keys")).toContain(
      "address-refused",
    );
    const metadata = "http://169.254.169.254/latest";
    expect(await ask(metadata, metadata)).toContain("address-refused");
  });
});
