import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { issueCertificate } from "@/lib/testing/certificates";
import { probe } from "@/lib/testing/probe";

const ca = issueCertificate({ subject: "Test CA", ca: true });
const leaf = issueCertificate({ subject: "server", names: ["127.0.0.1"], issuer: ca });

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A server that takes keys of these groups and no others, and the connections that came to it. */
async function taking(ecdhCurve: string) {
  const server = createServer({ key: leaf.keyPem, cert: leaf.pem, ecdhCurve }, (_, response) =>
    response.end("fine"),
  );
  const seen = { connections: 0 };
  server.on("connection", () => {
    seen.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { target: `https://127.0.0.1:${port}/`, seen };
}

describe("whatever keys a server wants, it is measured", () => {
  test.each([
    ["X25519", 1],
    ["P-256", 1],
    ["P-521", 1],
    ["X25519MLKEM768", 2],
    ["SecP256r1MLKEM768", 2],
    ["SecP384r1MLKEM1024", 2],
    ["X448", 2],
    ["ffdhe3072", 2],
  ])("%s takes %i connections", async (groups, connections) => {
    const { target, seen } = await taking(groups);
    const { verdict } = await probe({ kind: "http", target, ca: ca.pem, retries: 0 });
    expect([verdict, seen.connections]).toEqual(["pass", connections]);
  });
});

test("a certificate is refused at the first connection, and nothing is sent", async () => {
  const { target, seen } = await taking("X25519");
  const other = issueCertificate({ subject: "Other CA", ca: true });
  const result = await probe({ kind: "http", target, ca: other.pem });
  expect([result.verdict, result.reason.code]).toEqual(["fail", "certificate-refused"]);
  expect([seen.connections, result.evidence.status]).toEqual([1, null]);
});
