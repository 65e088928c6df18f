import { describe, expect, it } from "vitest";
import { CLIENT_HEADER } from "@/lib/core/forwarded";
import { startProcess } from "@/lib/testing/product";

/** A server that knows nothing of the guard, as Next's does not: it echoes headers, and streams at /events. */
const SERVER = `
  import { createServer } from "node:http";
  const server = createServer((request, response) => {
    if (request.url !== "/events") return response.end(JSON.stringify(request.headers));
    response.setHeader("content-type", "text/event-stream").write("data: 1\\n\\n");
  });
  server.listen(0, "127.0.0.1", () => console.log("port " + server.address().port + "."));
  process.once("SIGTERM", () => server.close(() => process.exit(0)));
`;

async function guarded(trusted: string) {
  const args = [
    "--import",
    "tsx",
    "--import",
    "./lib/process/preload.ts",
    "--input-type=module",
    "-e",
    SERVER,
  ];
  const settings = {
    DATABASE_URL: "postgresql://127.0.0.1/none",
    COUNTERSIGN_SECRET: "x".repeat(32),
    TRUSTED_PROXIES: trusted,
  };
  const started = startProcess(args, settings);
  await started.until(".");
  return { ...started, url: `http://127.0.0.1:${/port (\d+)/.exec(started.said())?.[1]}` };
}

async function echo(url: string): Promise<Record<string, string>> {
  const headers = {
    "x-forwarded-host": "told.example",
    "x-forwarded-for": "198.51.100.7",
    [CLIENT_HEADER]: "198.51.100.9",
  };
  return (await (await fetch(url, { headers })).json()) as Record<string, string>;
}

describe("in front of the web process", () => {
  it("what strangers say of host and client never arrives, what a trusted proxy says does", async () => {
    const stranger = await guarded("10.0.0.0/8");
    const seen = await echo(stranger.url);
    expect(seen).not.toHaveProperty("x-forwarded-host");
    expect(seen[CLIENT_HEADER]).toBe("127.0.0.1");
    stranger.child.kill("SIGTERM");

    const proxied = await guarded("127.0.0.1");
    expect(await echo(proxied.url)).toMatchObject({
      "x-forwarded-host": "told.example",
      [CLIENT_HEADER]: "198.51.100.7",
    });
    proxied.child.kill("SIGTERM");
    await Promise.all([stranger.ended, proxied.ended]);
  });

  it("an open event stream does not hold up the end", async () => {
    const server = await guarded("");
    const stream = await fetch(`${server.url}/events`);
    const body = stream.text().catch(() => "cut off");
    const begun = Date.now();
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
    expect(Date.now() - begun).toBeLessThan(3_000);
    await body;
  });
});
