import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindNames } from "@/lib/probe/kinds";
import { fillSpec, parseSpec, parseSpecText } from "@/lib/probe/spec";
import { specHash } from "@/lib/probe/spec-hash";

function accepted(input: unknown) {
  const read = typeof input === "string" ? parseSpecText(input) : parseSpec(input);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.spec;
}

test("YAML and JSON give the same spec, and a spec that was read is read again as it is", () => {
  const yaml = accepted('kind: http\ntarget: "{{BASE_URL}}/health"\nassert:\n  - status == 200\n');
  const json = accepted(
    '{"kind":"http","assert":["status == 200"],"target":"{{BASE_URL}}/health"}',
  );
  expect(json).toEqual(yaml);
  expect(accepted(JSON.parse(JSON.stringify(yaml)))).toEqual(yaml);
  expect(specHash(json)).toBe(specHash(yaml));
  expect(specHash(accepted({ ...yaml, timeout: "5s" }))).not.toBe(specHash(yaml));
});

describe("what is wrong is said with its place", () => {
  test.each([
    [null, "", "expected"],
    [[], "", "expected"],
    [{}, "kind", "one of: "],
    [{ kind: "ftp" }, "kind", "not a kind of probe"],
    [{ kind: "toString" }, "kind", "not a kind of probe"],
    [{ kind: "http" }, "target", "expected string"],
    [{ kind: "http", target: "example.com" }, "target", "whole URL"],
    [{ kind: "http", target: "ftp://example.com" }, "target", "http://"],
    [{ kind: "http", target: "http://me:pw@example.com" }, "target", "password"],
    [
      { kind: "http", target: "http://a.b", assert: ["status == 200", "status = 1"] },
      "assert.1",
      "needs ==",
    ],
    [{ kind: "http", target: "http://a.b", assert: "status == 200" }, "assert", "must be a list"],
    [{ kind: "http", target: "http://a.b", timeout: "11s" }, "timeout", "at most 10 s"],
    [{ kind: "http", target: "http://a.b", timeout: "0s" }, "timeout", "at most 10 s"],
    [{ kind: "http", target: "http://a.b", redirects: 11 }, "redirects", "<=10"],
    [{ kind: "http", target: "http://a.b", method: "DELETE" }, "method", "one of: GET"],
    [{ kind: "metrics", target: "http://a.b" }, "assert", "at least one line"],
    [{ kind: "tls", target: "https://a.b" }, "target", "host:port"],
    [{ kind: "tls", target: "a.b:0" }, "target", "host:port"],
    [{ kind: "tls", target: "me@a.b:443" }, "target", "host:port"],
    [{ kind: "tls", target: "a.b:443", ca: "nothing" }, "ca", "PEM"],
  ])("%j", (input, path, message) => {
    const read = parseSpec(input);
    if (read.ok) throw new Error("accepted");
    expect(read.issues[0]?.path).toBe(path);
    expect(read.issues[0]?.message).toContain(message);
  });
});

test("a variable may stand unquoted, as people write it", () => {
  const text = "kind: http\ntarget: {{BASE_URL}}/it's # ours\nassert:\n  - status == 200 # fine\n";
  expect(accepted(text)).toMatchObject({ target: "{{BASE_URL}}/it's", assert: ["status == 200"] });
  expect(accepted('kind: http\ntarget: "{{BASE_URL}}/a"').target).toBe("{{BASE_URL}}/a");
});

test.each([
  ["kind: [", "not YAML"],
  ["a: &a [x]\nb: [*a, *a]\n", "not YAML"],
  [`kind: ${"x".repeat(200_000)}`, "20,000 characters"],
])("%.20s is refused", (text, message) => {
  const read = parseSpecText(text);
  expect(read.ok ? "" : read.issues[0]?.message).toContain(message);
});

test.each(["a.b:443", "[::1]:8443", "127.0.0.1:1", "{{HOST}}:443", "xn--bcher-kva.example:443"])(
  "%s is a target for tls",
  (target) => {
    expect(accepted({ kind: "tls", target }).target).toBe(target);
  },
);

test("variables are filled in target and assertions; the missing ones are listed", () => {
  const spec = accepted({
    kind: "http",
    target: "{{BASE_URL}}/{{ path }}",
    assert: ["time < {{LIMIT}}"],
  });
  const { spec: filled, missing } = fillSpec(spec, {
    BASE_URL: "https://a.b/",
    LIMIT: "2s",
    path: "",
  });
  expect(filled).toMatchObject({ target: "https://a.b/{{ path }}", assert: ["time < 2s"] });
  expect(missing).toEqual(["path"]);
});

test("HOST is the host of BASE_URL unless it is given", () => {
  const spec = accepted({ kind: "tls", target: "{{HOST}}:443" });
  expect(fillSpec(spec, { BASE_URL: "https://a.b:8443/x" }).spec.target).toBe("a.b:443");
  expect(fillSpec(spec, { BASE_URL: "https://a.b", HOST: "c.d" }).spec.target).toBe("c.d:443");
  expect(fillSpec(spec, {}).missing).toEqual(["HOST"]);
});

const docs = readFileSync(new URL("../../docs/probes.md", import.meta.url), "utf8");
const examples = [...docs.matchAll(/^ *```(?:yaml|probe)\n([\s\S]*?)^ *```$/gm)].map(
  (found) => found[1] ?? "",
);

test("every kind has an example in the documentation, and every example is a valid spec", () => {
  const shown = new Set(examples.map((example) => accepted(example).kind));
  expect([...shown].sort()).toEqual([...kindNames].sort());
});

test("no input makes the reader throw", () => {
  const field = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("http", "metrics", "tls", "http://a.b", "a.b:1", ["status == 200"]),
  );
  const spec = fc.record(
    { kind: field, target: field, assert: field, timeout: field, redirects: field, ca: field },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(spec, fc.anything()), fc.string(), (input, text) => {
      expect(typeof parseSpec(input).ok).toBe("boolean");
      expect(typeof parseSpecText(text).ok).toBe("boolean");
    }),
    { numRuns: 1000 },
  );
});
