import { afterEach, describe, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import {
  records,
  serveNames,
  type TestAnswer,
  type TestNameServer,
} from "@/lib/testing/name-server";
import { probe } from "@/lib/testing/probe";

const open: TestNameServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(answer: TestAnswer | ((question: { type: string }) => TestAnswer)) {
  const server = await serveNames((question) =>
    typeof answer === "function" ? answer(question) : answer,
  );
  open.push(server);
  return server;
}

const ask = (server: TestNameServer, more: Record<string, unknown> = {}) =>
  probe({
    kind: "dns",
    target: `127.0.0.1:${server.port}`,
    name: "app.example.com",
    timeout: "2s",
    retries: 0,
    ...more,
  });

const some = [records.a("203.0.113.7"), records.a("203.0.113.8")];

describe("records", () => {
  test.each<[string, TestAnswer, string[]]>([
    ["A", { records: some }, ["203.0.113.7", "203.0.113.8"]],
    ["AAAA", { records: [records.aaaa("2001:db8:0:0:0:0:0:7")] }, ["2001:DB8::0007"]],
    ["CNAME", { records: [records.cname("Edge.Example.NET")] }, ["edge.example.net."]],
    [
      "NS",
      { records: [records.ns("ns1.example.com"), records.ns("ns2.example.com")] },
      ["ns2.example.com", "ns1.example.com"],
    ],
    ["MX", { records: [records.mx(10, "mail.example.com")] }, ["10 mail.example.com"]],
    ["TXT", { records: [records.txt("v=spf1 ", "-all")] }, ["v=spf1 -all"]],
    [
      "SRV",
      { records: [records.srv(1, 2, 8443, "app.example.com")] },
      ["1 2 8443 app.example.com"],
    ],
    [
      "CAA",
      { records: [records.caa(0, "issue", "letsencrypt.org")] },
      ['0 issue "letsencrypt.org"'],
    ],
  ])("%s are what the given server says", async (type, answer, expected) => {
    const server = await serve(answer);
    const assert = [`records == ${JSON.stringify(expected)}`, `count == ${expected.length}`];
    const result = await ask(server, { type, assert });
    expect(result).toMatchObject({ verdict: "pass", evidence: { address: "127.0.0.1" } });
    expect(server.asked).toEqual([{ question: `${type} app.example.com`, transport: "udp" }]);
  });

  test("one of several is contained; a part of one is not", async () => {
    const server = await serve({ records: some });
    expect((await ask(server, { assert: ['records contains "203.0.113.8"'] })).verdict).toBe(
      "pass",
    );
    expect((await ask(server, { assert: ['records contains "203.0.113"'] })).verdict).toBe("fail");
    expect((await ask(server, { assert: ['records == "203.0.113.7"'] })).verdict).toBe("fail");
    expect((await ask(server, { assert: ["count >= 3"] })).verdict).toBe("fail");
  });

  test("an answer that was cut is asked for again over TCP", async () => {
    const many = Array.from({ length: 100 }, (_, index) => records.a(`203.0.113.${index}`));
    const server = await serve({ records: many, cut: true });
    expect((await ask(server, { assert: ["count == 100"] })).verdict).toBe("pass");
    expect(server.asked.map(({ transport }) => transport)).toEqual(["udp", "tcp"]);
  });
});

test("a name that is not there, and a name without such a record, fail and say which", async () => {
  const none = await ask(await serve({ code: "no-name" }), { assert: ["count == 0"] });
  expect(none).toMatchObject({ verdict: "fail", reason: { code: "name-missing" } });
  const bare = await ask(await serve({ records: [] }), { type: "MX" });
  expect(bare).toMatchObject({
    verdict: "fail",
    reason: { code: "record-missing", params: { name: "app.example.com", type: "MX" } },
  });
});

test.each<[TestAnswer, string]>([
  [{ code: "failure" }, "resolver-failed"],
  [{ code: "refused" }, "resolver-failed"],
  ["garbage", "resolver-failed"],
  ["silence", "dns-timeout"],
])("a server that answers %j has not said that the record is missing", async (answer, code) => {
  const result = await ask(await serve(answer), { timeout: "600ms" });
  expect([result.verdict, result.reason.code]).toEqual(["inconclusive", code]);
});

test("nobody at the server's address is inconclusive", async () => {
  const server = await serve("silence");
  await server.close();
  open.length = 0;
  expect((await ask(server, { timeout: "600ms" })).verdict).toBe("inconclusive");
});

test("the server's address goes through the guard; the name's addresses are data", async () => {
  const server = await serve({ records: [records.a("169.254.169.254")] });
  const spec = { kind: "dns", target: `127.0.0.1:${server.port}`, name: "a.test", retries: 0 };
  const refused = await probe(spec, { allow: [] });
  expect([refused.verdict, refused.reason.code]).toEqual(["inconclusive", "address-refused"]);
  expect(server.asked).toEqual([]);
  const assert = ['records == "169.254.169.254"'];
  expect((await probe({ ...spec, assert })).verdict).toBe("pass");
});

test.each([
  ["target", { target: "example.com" }],
  ["target", { target: "https://example.com" }],
  ["name", { name: undefined }],
  ["name", { name: "a b" }],
  ["name", { name: "" }],
  ["type", { type: "PTR" }],
])("a wrong %s is refused when the spec is written: %j", (field, wrong) => {
  const read = parseSpec({ kind: "dns", target: "1.1.1.1:53", name: "example.com", ...wrong });
  expect(read.ok ? [] : read.issues.map(({ path }) => path)).toEqual([field]);
});

test("name and server may come from the environment", async () => {
  const server = await serve({ records: some });
  const spec = { kind: "dns", target: "{{NS}}", name: "{{HOST}}" };
  const values = { NS: `127.0.0.1:${server.port}`, BASE_URL: "https://app.example.com/" };
  expect((await probe(spec, { values })).verdict).toBe("pass");
  expect(server.asked[0]?.question).toBe("A app.example.com");
});
