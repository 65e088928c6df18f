import { afterEach, describe, expect, test } from "vitest";
import { type CertificateWish, type Issued, issueCertificate } from "@/lib/testing/certificates";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttps, serveTcp } from "@/lib/testing/servers";

const root = issueCertificate({ subject: "Test root", ca: true });
const middle = issueCertificate({ subject: "Test intermediate", ca: true, issuer: root });
const foreign = issueCertificate({ subject: "Foreign root", ca: true });
const expiredMiddle = issueCertificate({
  subject: "Old intermediate",
  ca: true,
  issuer: root,
  fromDays: -9,
  toDays: -1,
});
const notCa = issueCertificate({ subject: "Not a CA", issuer: root });

const open: LocalServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const leaf = (wish: Partial<CertificateWish>) =>
  issueCertificate({
    subject: "server",
    names: ["127.0.0.1", "localhost"],
    issuer: middle,
    ...wish,
  });

async function serve(certificate: Issued, chain: Issued[]) {
  const server = await serveHttps(certificate, chain, (_, response) => response.end("fine"));
  open.push(server);
  return server;
}

const good = leaf({});

describe("every fault is reported, not only the first", () => {
  test.each<[string, Issued, Issued[], string[]]>([
    ["none", good, [middle], []],
    ["the root sent along", good, [middle, root], []],
    ["expired", leaf({ fromDays: -20, toDays: -2 }), [middle], ["expired"]],
    ["not yet valid", leaf({ fromDays: 2 }), [middle], ["not-yet-valid"]],
    ["wrong host", leaf({ names: ["example.com"] }), [middle], ["wrong-host"]],
    [
      "no name but the common one",
      leaf({ subject: "127.0.0.1", names: [] }),
      [middle],
      ["wrong-host"],
    ],
    [
      "expired and wrong host",
      leaf({ names: ["10.0.0.1"], fromDays: -20, toDays: -2 }),
      [middle],
      ["expired", "wrong-host"],
    ],
    ["self-signed", leaf({ issuer: undefined }), [], ["self-signed"]],
    [
      "self-signed, expired, wrong host",
      leaf({ issuer: undefined, names: ["a.b"], toDays: -0.5 }),
      [],
      ["expired", "self-signed", "wrong-host"],
    ],
    ["the intermediate left out", good, [], ["incomplete-chain", "untrusted"]],
    ["a root that nobody trusts", leaf({ issuer: foreign }), [foreign], ["untrusted"]],
    [
      "an expired intermediate",
      leaf({ issuer: expiredMiddle }),
      [expiredMiddle],
      ["issuer-expired"],
    ],
    ["an issuer that is no CA", leaf({ issuer: notCa }), [notCa], ["untrusted"]],
  ])("%s", async (_, certificate, chain, faults) => {
    const server = await serve(certificate, chain);
    const result = await probe({ kind: "tls", target: `127.0.0.1:${server.port}`, ca: root.pem });
    expect(result.evidence.certificateFaults).toEqual(faults);
    expect(result.verdict).toBe(faults.length === 0 ? "pass" : "fail");
    const http = await probe({ kind: "http", target: server.url, ca: root.pem });
    expect([http.verdict, http.reason.code]).toEqual(
      faults.length === 0 ? ["pass", "held"] : ["fail", "certificate-refused"],
    );
  });
});

test("days left are whole days to the first end on the path", async () => {
  const server = await serve(leaf({ toDays: 20.5 }), [middle]);
  const run = (...assert: string[]) =>
    probe({ kind: "tls", target: `127.0.0.1:${server.port}`, ca: root.pem, assert });
  const result = await run("days left == 20");
  expect(result.verdict).toBe("pass");
  expect(result.figures).toEqual([
    { name: "days left", value: 20, unit: "days" },
    { name: "key", value: "EC 256 bit, ecdsa-with-SHA256", unit: "" },
    { name: "protocol", value: "TLSv1.3", unit: "" },
  ]);
  expect((await run("days left >= 30 days")).verdict).toBe("fail");
  expect((await run("host == matches")).verdict).toBe("pass");
  expect((await run("chain == untrusted")).verdict).toBe("fail");
});

test("without its CA the same chain is not trusted", async () => {
  const server = await serve(good, [middle]);
  const result = await probe({ kind: "tls", target: `127.0.0.1:${server.port}` });
  expect(result).toMatchObject({ verdict: "fail", reason: { code: "contradicted" } });
});

test("a name is asked for by SNI and compared with the certificate", async () => {
  const server = await serve(leaf({ names: ["*.example.com"] }), [middle]);
  const run = (host: string) =>
    probe(
      { kind: "tls", target: `${host}:${server.port}`, ca: root.pem },
      { resolver: async () => ["127.0.0.1"] },
    );
  expect((await run("a.example.com")).verdict).toBe("pass");
  expect((await run("a.example.com.")).verdict).toBe("pass");
  expect((await run("a.b.example.com")).evidence.certificateFaults).toEqual(["wrong-host"]);
});

test("the evidence names the certificates by fingerprint", async () => {
  const server = await serve(good, [middle]);
  const { evidence } = await probe({
    kind: "tls",
    target: `127.0.0.1:${server.port}`,
    ca: root.pem,
  });
  expect(evidence.certificates.map(({ subject }) => subject)).toEqual([
    "CN=server",
    "CN=Test intermediate",
  ]);
  expect(evidence.certificates[0]?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(evidence.address).toBe("127.0.0.1");
});

test("what speaks no TLS, or nothing at all, is a fail; it never passes", async () => {
  const plain = await serveTcp((socket) => socket.end("hello\r\n"));
  const silent = await serveTcp(() => undefined);
  open.push(plain, silent);
  const run = (port: number, timeout = "10s") =>
    probe({ kind: "tls", target: `127.0.0.1:${port}`, timeout });
  expect(await run(plain.port)).toMatchObject({ verdict: "fail", reason: { code: "tls-failed" } });
  expect(await run(silent.port, "300ms")).toMatchObject({
    verdict: "fail",
    reason: { code: "answer-timeout" },
  });
});
