import { afterEach, describe, expect, test } from "vitest";
import { type CertificateWish, type Issued, issueCertificate } from "@/lib/testing/certificates";
import { probe } from "@/lib/testing/probe";
import { localServers, serveHttps, serveTcp, serveTls } from "@/lib/testing/servers";

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

const { keep, closeAll } = localServers();
afterEach(closeAll);

const leaf = (wish: Partial<CertificateWish>) =>
  issueCertificate({
    subject: "server",
    names: ["127.0.0.1", "localhost"],
    issuer: middle,
    ...wish,
  });

const serve = (certificate: Issued, chain: Issued[]) =>
  keep(serveHttps(certificate, chain, (_, response) => response.end("fine")));

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

describe("strength", () => {
  const weakRoot = issueCertificate({ subject: "Weak root", ca: true, key: "rsa-1024" });
  const rsaRoot = issueCertificate({ subject: "RSA root", ca: true, key: "rsa-2048" });
  const weakMiddle = issueCertificate({
    subject: "Weak intermediate",
    ca: true,
    issuer: root,
    key: "rsa-1024",
  });
  const sha1Middle = issueCertificate({
    subject: "SHA-1 intermediate",
    ca: true,
    issuer: root,
    digest: "sha1",
  });

  test.each<[string, Issued, Issued[], Issued, string[]]>([
    ["a good RSA key", leaf({ key: "rsa-2048" }), [middle], root, []],
    ["a short RSA key", leaf({ key: "rsa-1024" }), [middle], root, ["weak-key"]],
    ["a SHA-1 signature", leaf({ digest: "sha1" }), [middle], root, ["weak-signature"]],
    ["an MD5 signature", leaf({ issuer: rsaRoot, digest: "md5" }), [], rsaRoot, ["weak-signature"]],
    ["a weak issuer", leaf({ issuer: weakMiddle }), [weakMiddle], root, ["weak-key"]],
    ["an issuer by SHA-1", leaf({ issuer: sha1Middle }), [sha1Middle], root, ["weak-signature"]],
    ["a weak root", leaf({ issuer: weakRoot }), [], weakRoot, ["weak-key"]],
    [
      "everything at once",
      leaf({
        ...{ key: "rsa-1024", digest: "sha1", names: ["a.b"] },
        ...{ fromDays: -9, toDays: -1, purposes: ["1.3.6.1.5.5.7.3.2"] },
      }),
      [middle],
      root,
      ["expired", "weak-key", "weak-signature", "wrong-purpose", "wrong-host"],
    ],
    [
      "for clients only",
      leaf({ purposes: ["1.3.6.1.5.5.7.3.2"] }),
      [middle],
      root,
      ["wrong-purpose"],
    ],
    [
      "for servers too",
      leaf({ purposes: ["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"] }),
      [middle],
      root,
      [],
    ],
  ])("%s", async (_, certificate, chain, trusted, faults) => {
    const server = await keep(serveTls(certificate, chain));
    const target = `127.0.0.1:${server.port}`;
    const result = await probe({ kind: "tls", target, ca: trusted.pem });
    expect(result.evidence.certificateFaults).toEqual(faults);
    expect(result.verdict).toBe(faults.length === 0 ? "pass" : "fail");
    const weak = faults.some((fault) => fault.startsWith("weak"));
    const key = await probe({ kind: "tls", target, ca: trusted.pem, assert: ["key == strong"] });
    expect(key.verdict).toBe(weak ? "fail" : "pass");
    const https = `https://127.0.0.1:${server.port}`;
    if (weak)
      expect((await probe({ kind: "http", target: https, ca: trusted.pem })).verdict).toBe("fail");
  });
});

test("a key on a short curve, of a server that still takes it, is seen and told", async () => {
  const old = { maxVersion: "TLSv1.2", ecdhCurve: "P-256:P-192" } as const;
  const server = await keep(serveTls(leaf({ key: "p-192" }), [middle], old));
  const result = await probe({ kind: "tls", target: `127.0.0.1:${server.port}`, ca: root.pem });
  expect(result.evidence.certificateFaults).toEqual(["weak-key"]);
  expect(result.verdict).toBe("fail");
});

describe("protocol", () => {
  test.each([
    ["TLSv1", "fail"],
    ["TLSv1.1", "fail"],
    ["TLSv1.2", "pass"],
    ["TLSv1.3", "pass"],
  ] as const)("a server that speaks %s at best", async (best, verdict) => {
    const server = await keep(serveTls(good, [middle], { maxVersion: best }));
    const run = (...assert: string[]) =>
      probe({ kind: "tls", target: `127.0.0.1:${server.port}`, ca: root.pem, assert });
    const whole = await run();
    expect(whole.verdict).toBe(verdict);
    expect(whole.evidence.certificateFaults).toEqual(verdict === "fail" ? ["old-protocol"] : []);
    expect((await run(`protocol == ${best}`)).verdict).toBe("pass");
    expect((await run("protocol > TLSv1.1")).verdict).toBe(verdict);
    expect((await run("chain == trusted", "host == matches")).verdict).toBe("pass");
  });

  test("with which nobody would send data is seen, and not used", async () => {
    const server = await keep(serveTls(good, [middle], { maxVersion: "TLSv1.1" }));
    const http = await probe({ kind: "http", target: server.url, ca: root.pem });
    expect(http).toMatchObject({ verdict: "fail", reason: { code: "tls-failed" } });
  });
});

describe("the way to a root", () => {
  test("an old certificate of the issuer beside the new one does no harm", async () => {
    const old = issueCertificate({
      subject: middle.subject,
      ca: true,
      issuer: root,
      sameKey: middle,
      fromDays: -20,
      toDays: -2,
    });
    for (const chain of [
      [old, middle],
      [middle, old],
      [middle, middle],
    ]) {
      const server = await keep(serveTls(good, chain));
      const target = `127.0.0.1:${server.port}`;
      expect(
        (await probe({ kind: "tls", target, ca: root.pem })).evidence.certificateFaults,
      ).toEqual([]);
    }
    const server = await keep(serveTls(good, [old]));
    const target = `127.0.0.1:${server.port}`;
    expect((await probe({ kind: "tls", target, ca: root.pem })).evidence.certificateFaults).toEqual(
      ["issuer-expired"],
    );
  });

  test("of two good ways the one counts that lasts longer", async () => {
    const soon = issueCertificate({
      subject: middle.subject,
      ca: true,
      issuer: root,
      sameKey: middle,
      toDays: 5.5,
    });
    for (const chain of [
      [soon, middle],
      [middle, soon],
    ]) {
      const server = await keep(serveTls(good, chain));
      const { verdict } = await probe({
        kind: "tls",
        target: `127.0.0.1:${server.port}`,
        ca: root.pem,
      });
      expect(verdict).toBe("pass");
    }
  });

  test("the days of the root count: when it has ended, nothing under it holds", async () => {
    const ending = issueCertificate({ subject: "Ending root", ca: true, toDays: 3.5 });
    const server = await keep(serveTls(leaf({ issuer: ending }), []));
    const target = `127.0.0.1:${server.port}`;
    const result = await probe({ kind: "tls", target, ca: ending.pem });
    expect(result.verdict).toBe("fail");
    expect(result.figures[0]).toEqual({ name: "days left", value: 3, unit: "days" });
  });

  test("a root of one's own that has ended is told as such", async () => {
    const ended = issueCertificate({ subject: "Ended root", ca: true, fromDays: -9, toDays: -1 });
    const server = await keep(serveTls(leaf({ issuer: ended }), []));
    const target = `127.0.0.1:${server.port}`;
    const result = await probe({ kind: "tls", target, ca: ended.pem });
    expect(result.evidence.certificateFaults).toEqual(["issuer-expired"]);
  });

  test("a namesake of the root that did not sign is no root", async () => {
    const namesake = issueCertificate({ subject: "Test root", ca: true });
    const server = await keep(serveTls(good, [middle]));
    const target = `127.0.0.1:${server.port}`;
    const result = await probe({ kind: "tls", target, ca: namesake.pem });
    expect(result.evidence.certificateFaults).toEqual(["untrusted"]);
  });
});

test("serverName is the name that is asked for and compared", async () => {
  const server = await keep(serveTls(leaf({ names: ["db.internal.test"] }), [middle]));
  const run = (more: Record<string, unknown>) =>
    probe({ kind: "tls", target: `127.0.0.1:${server.port}`, ca: root.pem, ...more });
  expect((await run({ serverName: "db.internal.test" })).verdict).toBe("pass");
  expect((await run({})).evidence.certificateFaults).toEqual(["wrong-host"]);
  expect((await run({ serverName: "https://db.internal.test" })).reason.code).toBe("spec-invalid");
});

test("what speaks no TLS, or nothing at all, is a fail; it never passes", async () => {
  const plain = await keep(serveTcp((socket) => socket.end("hello\r\n")));
  const silent = await keep(serveTcp(() => undefined));
  const run = (port: number, timeout = "10s") =>
    probe({ kind: "tls", target: `127.0.0.1:${port}`, timeout });
  expect(await run(plain.port)).toMatchObject({ verdict: "fail", reason: { code: "tls-failed" } });
  expect(await run(silent.port, "300ms")).toMatchObject({
    verdict: "fail",
    reason: { code: "answer-timeout" },
  });
});
