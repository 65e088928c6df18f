import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { probe } from "@/lib/testing/probe";
import { localServers, serveTcp } from "@/lib/testing/servers";

/** A body that only the end of its connection ends is as good as what a missing rest could not change. */

const { keep, closeAll } = localServers();
afterEach(closeAll);

const answering = (head: string, body: string | Buffer) =>
  keep(
    serveTcp((socket) => {
      socket.once("data", () => {
        socket.write(`HTTP/1.1 ${head}\r\n\r\n`);
        socket.end(body);
      });
    }),
  );

async function verdictOf(head: string, body: string | Buffer, spec: Record<string, unknown>) {
  const { url } = await answering(head, body);
  const { verdict, assertions } = await probe({ ...spec, target: url });
  return [verdict, assertions.find((one) => one.unmeasured !== null)?.unmeasured ?? null];
}

const passes = ["pass", null];
const fails = ["fail", null];
const unknown = ["inconclusive", "open-ended"];

const line = (text: string) => ({ kind: "http", assert: [text] });
const json = (text: string) => ({ kind: "json", assert: [text] });
const health = { kind: "health", assert: [] };
const metrics = { kind: "metrics", assert: ["all x < 5"] };
const plainText = "200 OK\r\ncontent-type: text/plain; version=0.0.4";
const openMetrics = "200 OK\r\ncontent-type: application/openmetrics-text; version=1.0.0";

describe.each([
  ["nothing says where it ends", ""],
  ["a coding that does not end itself", "\r\ntransfer-encoding: gzip"],
])("%s", (_, more) => {
  test.each([
    ["a status", "pong", line("status == 200"), passes],
    ["what the text already contains", "pong", line('body contains "on"'), passes],
    ["what it may contain further on", "pong", line('body contains "error"'), unknown],
    ["a text that may go on", "pong", line('body == "pong"'), unknown],
    ["a text that may become the forbidden one", "pon", line('body != "pong"'), unknown],
    ["a text that already is another one", "pang", line('body != "pong"'), passes],
    ["a text that cannot become the one asked for", "pang", line('body == "pong"'), fails],
    ["JSON that ends itself", '{"a":12}', json("$.a == 12"), passes],
    ["JSON that ends itself, contradicted", '{"a":13}', json("$.a == 12"), fails],
    ["JSON that was cut", '{"a":12', json("$.a == 12"), ["inconclusive", "not-json"]],
    ["a bare number, which has no end", "12", json("$ == 12"), unknown],
    ["a bare number with many digits", "12.0", json("$ == 12"), unknown],
    ["a text in quotes", '"up"', json('$ == "up"'), passes],
    ["health as JSON", '{"status":"UP"}', health, passes],
    ["health as a bare word", "UP", health, unknown],
    ["a bare word that tells of a failure", "down", health, unknown],
    ["health that says nothing", "", health, unknown],
  ])("%s: %s", async (_name, body, spec, expected) => {
    expect(await verdictOf(`200 OK${more}`, body, spec)).toEqual(expected);
  });

  test("metrics: only a format that names its end can be whole", async () => {
    const text = "# TYPE x gauge\nx 1\n";
    expect(await verdictOf(plainText + more, text, metrics)).toEqual(unknown);
    expect(await verdictOf(openMetrics + more, `${text}# EOF\n`, metrics)).toEqual(passes);
    expect(await verdictOf(openMetrics + more, text, metrics)).toEqual([
      "inconclusive",
      "not-exposition",
    ]);
  });
});

describe("an end that is said", () => {
  const chunked = "200 OK\r\ntransfer-encoding: chunked";
  test.each([
    ["200 OK\r\ncontent-length: 4", "pong", line('body == "pong"')],
    [chunked, "4\r\npong\r\n0\r\n\r\n", line('body == "pong"')],
    [chunked, "2\r\nUP\r\n0\r\n\r\n", health],
    ["204 No Content", "", health],
    ["200 OK\r\ncontent-length: 0", "", health],
    [`${plainText}\r\ncontent-length: 4`, "x 1\n", metrics],
  ])("%s: what has to be whole counts", async (head, body, spec) => {
    expect(await verdictOf(head, body, spec)).toEqual(passes);
  });
});

test("the status fails it whatever a rest could say", async () => {
  expect(await verdictOf("500 Oops", "UP", health)).toEqual(fails);
  expect(await verdictOf("404 Not Found", '{"status":"none"}', health)).not.toEqual(passes);
});

test("an unpacked body is judged like any other", async () => {
  const packed = gzipSync("pong");
  const head = "200 OK\r\ncontent-encoding: gzip";
  expect(await verdictOf(head, packed, line('body == "pong"'))).toEqual(unknown);
  expect(await verdictOf(head, packed, line('body contains "pong"'))).toEqual(passes);
});
