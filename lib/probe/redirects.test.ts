import { afterEach, describe, expect, test } from "vitest";
import { issueCertificate } from "@/lib/testing/certificates";
import { probeHttp } from "@/lib/testing/probe";
import { localServers, serveHttp, serveHttps } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

describe("redirects", () => {
  const redirecting = (location: string, status = 302) =>
    keep(
      serveHttp((request, response) => {
        if (request.url === "/end") response.end("there");
        else {
          const here = location.replace("{port}", `${request.socket.localPort}`);
          response.writeHead(status, { location: here }).end();
        }
      }),
    );

  test("are answers of their own unless allowed", async () => {
    const server = await redirecting("/end");
    expect((await probeHttp(server)).code).toBe("contradicted");
    expect((await probeHttp(server, { assert: ["status == 302"] })).verdict).toBe("pass");
    const followed = await probeHttp(server, { redirects: 1 });
    expect(followed.verdict).toBe("pass");
    expect(followed.result.evidence.attempts[0]?.hops).toHaveLength(2);
  });

  test.each([
    ["a loop", "/", "redirect-refused"],
    ["a loop by another spelling", "//127.0.0.1:{port}/./x/..", "redirect-refused"],
    ["to a refused address inside IPv6", "http://[::ffff:127.0.0.2]/", "address-refused"],
    ["to metadata inside IPv6", "http://[::ffff:a9fe:a9fe]/", "address-refused"],
    ["to a path that never ends", `/${"a/".repeat(20_000)}`, "header-overflow"],
    ["to a script", "javascript:alert(1)", "redirect-refused"],
    ["to data", "data:text/plain,green", "redirect-refused"],
    ["to a refused address", "http://127.0.0.2/", "address-refused"],
    ["to a refused address, spelled as a number", "http://2130706434/", "address-refused"],
    ["to metadata", "http://169.254.169.254/latest/meta-data", "address-refused"],
    ["to another scheme", "file:///etc/passwd", "redirect-refused"],
    ["to nonsense", "http://[", "redirect-refused"],
  ])("%s", async (_, location, expected) => {
    const { verdict, code } = await probeHttp(await redirecting(location), { redirects: 3 });
    expect([verdict, code]).toEqual(["inconclusive", expected]);
  });

  test("to two places at once are followed to neither", async () => {
    const asked: string[] = [];
    const server = await keep(
      serveHttp((request, response) => {
        asked.push(request.url ?? "");
        response.writeHead(302, ["location", "/end", "location", "/elsewhere"]).end();
      }),
    );
    const { verdict, code } = await probeHttp(server, { redirects: 3 });
    expect([verdict, code, asked]).toEqual(["inconclusive", "redirect-refused", ["/"]]);
  });

  test("keep neither user names nor queries", async () => {
    const server = await redirecting("http://me:hunter2@127.0.0.2/next?token=hunter3");
    for (const redirects of [0, 1]) {
      const { result } = await probeHttp(server, { redirects });
      expect(JSON.stringify(result)).not.toMatch(/hunter/);
    }
  });

  test("from https to http are not followed, on to https they are", async () => {
    const ca = issueCertificate({ subject: "Test CA", ca: true });
    const leaf = issueCertificate({ subject: "server", names: ["127.0.0.1"], issuer: ca });
    const plain = await keep(serveHttp((_, response) => response.end("plain")));
    const down = await keep(
      serveHttps(leaf, [], (_, response) => response.writeHead(302, { location: plain.url }).end()),
    );
    const up = await redirecting(down.url);
    const refused = await probeHttp(up, { redirects: 5, ca: ca.pem });
    expect([refused.verdict, refused.code]).toEqual(["inconclusive", "redirect-refused"]);
    expect(refused.result.evidence.attempts[0]?.hops.map(({ port }) => port)).toEqual([
      up.port,
      down.port,
    ]);
  });

  test("between two servers that send each other on end at the number that was allowed", async () => {
    const other = { url: "" };
    const there = await keep(
      serveHttp((_, response) => response.writeHead(307, { location: other.url }).end()),
    );
    const here = await redirecting(there.url, 308);
    other.url = here.url;
    const { verdict, code, result } = await probeHttp(here, { redirects: 10 });
    expect([verdict, code]).toEqual(["inconclusive", "redirect-refused"]);
    expect(result.evidence.attempts[0]?.hops).toHaveLength(11);
  });

  test("whose own bodies never end are not read", async () => {
    const chunk = Buffer.alloc(65_536, "x");
    const server = await keep(
      serveHttp((request, response) => {
        if (request.url === "/end") return response.end("there");
        response.writeHead(302, { location: "/end" });
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on("drain", more);
        more();
      }),
    );
    expect((await probeHttp(server, { redirects: 1 })).verdict).toBe("pass");
  });
});
