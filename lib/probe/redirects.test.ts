import { afterEach, describe, expect, test } from "vitest";
import { probeHttp } from "@/lib/testing/probe";
import { localServers, serveHttp } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

describe("redirects", () => {
  const redirecting = (location: string, status = 302) =>
    keep(
      serveHttp((request, response) => {
        if (request.url === "/end") response.end("there");
        else response.writeHead(status, { location }).end();
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
    ["to a refused address", "http://127.0.0.2/", "address-refused"],
    ["to a refused address, spelled as a number", "http://2130706434/", "address-refused"],
    ["to metadata", "http://169.254.169.254/latest/meta-data", "address-refused"],
    ["to another scheme", "file:///etc/passwd", "redirect-refused"],
    ["to nonsense", "http://[", "redirect-refused"],
  ])("%s", async (_, location, expected) => {
    const { verdict, code } = await probeHttp(await redirecting(location), { redirects: 3 });
    expect([verdict, code]).toEqual(["inconclusive", expected]);
  });

  test("keep neither user names nor queries", async () => {
    const server = await redirecting("http://me:hunter2@127.0.0.2/next?token=hunter3");
    for (const redirects of [0, 1]) {
      const { result } = await probeHttp(server, { redirects });
      expect(JSON.stringify(result)).not.toMatch(/hunter/);
    }
  });
});
