import { expect, it } from "vitest";
import { targetHost } from "@/lib/probe/target-host";

const http = (target: string) => ({ kind: "http", target, assert: ["status == 200"] });

it.each([
  [http("https://Example.COM:8443/health"), "example.com"],
  [http("http://example.com./"), "example.com"],
  [http("http://0x7f.1/"), "127.0.0.1"],
  [http("http://[0:0::1]:80/"), "[::1]"],
  [http("{{BASE_URL}}/health"), "api.example.com"],
  [{ kind: "tls", target: "EXAMPLE.com:443" }, "example.com"],
])("runs against one host are counted together: %j", (spec, host) => {
  expect(targetHost(spec, { BASE_URL: "https://api.example.com" })).toBe(host);
});

it("what goes nowhere has no host", () => {
  expect(targetHost(http("{{MISSING}}/health"), {})).toBeNull();
  expect(targetHost({ kind: "none" }, {})).toBeNull();
  expect(targetHost(null, {})).toBeNull();
});
