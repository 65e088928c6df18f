import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalServer, serveHttp } from "@/lib/testing/servers";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "probe-run-"));
let server: LocalServer;
let answered = 0;

beforeAll(async () => {
  server = await serveHttp((request, response) => {
    answered += 1;
    if (request.url === "/flaky") response.writeHead(answered % 2 === 0 ? 200 : 404).end();
    else if (request.url === "/secret") response.end(`you said ${request.headers["x-key"]}`);
    else response.writeHead(200, { "content-type": "application/json" }).end('{"n":1}');
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** The real command, as it is called from `folder` through npm. `killed`: a signal once it has said something. */
async function command(
  args: string[],
  options: { stdin?: string; killed?: NodeJS.Signals; env?: Record<string, string> } = {},
) {
  const child = spawn(process.execPath, ["bin/countersign.mjs", "probe", "run", ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: folder, ...options.env },
  });
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.on("data", (part: Buffer) => out.push(part.toString()));
  child.stderr.on("data", (part: Buffer) => {
    err.push(part.toString());
    if (options.killed) child.kill(options.killed);
  });
  child.stdin.end(options.stdin ?? "");
  const [code] = await once(child, "close");
  return { code, out: out.join(""), err: err.join("") };
}

const http = (path: string, ...assert: string[]) =>
  JSON.stringify({ kind: "http", target: `${server.url}${path}`, assert });
const allowed = ["--allow", "127.0.0.0/8"];

describe("the exit code is the verdict", () => {
  test("0: measured, and all of it held; a file is taken from where the command was called", async () => {
    writeFileSync(
      join(folder, "probe.yaml"),
      `kind: http\ntarget: "{{BASE}}/"\nassert: ["$.n == 1"]\n`,
    );
    const { code, out, err } = await command([
      "probe.yaml",
      "--json",
      "--var",
      `BASE=${server.url}`,
      ...allowed,
    ]);
    const report = JSON.parse(out);
    expect([code, err]).toEqual([0, ""]);
    expect(Object.keys(report)).toEqual(["verdict", "reason", "kind", "assertions", "evidence"]);
    expect(report).toMatchObject({
      verdict: "pass",
      reason: { code: "held" },
      kind: "http",
      evidence: { address: "127.0.0.1", status: 200 },
    });
    expect(report.assertions[1]).toMatchObject({
      text: "$.n == 1",
      expected: "== 1",
      actual: "1",
      raw: "1",
      verdict: "pass",
    });
  });

  test("1: measured, and not as asked; people read it in a line each", async () => {
    const { code, out } = await command(["-", ...allowed], { stdin: http("/", "$.n == 2") });
    expect(code).toBe(1);
    expect(out).toMatch(/^Fail: Asked was “\$\.n == 2”, got 1\.$/m);
    expect(out).toMatch(/^ {2}Fail: \$\.n == 2: expected == 2, got 1$/m);
    expect(out).toMatch(/^ {2}Address reached: 127\.0\.0\.1; .*in all [\d.]+ ms$/m);
  });

  test("2: not measured; an address that was not allowed is never asked, whatever else is", async () => {
    const before = answered;
    const refused = await command(["-", "--json"], { stdin: http("/") });
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.out)).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "address-refused", params: { address: "127.0.0.1", range: "loopback" } },
    });
    expect(refused.err).toContain("--allow 127.0.0.1");
    expect(answered).toBe(before);
    const metadata = JSON.stringify({ kind: "http", target: "http://169.254.169.254/" });
    const never = await command(["-", "--allow", "0.0.0.0/0"], { stdin: metadata });
    expect([never.code, never.err]).toEqual([2, ""]);
    const port = JSON.stringify({ kind: "http", target: "http://127.0.0.1:25/" });
    const closed = await command(["-", ...allowed], { stdin: port });
    expect([closed.code, closed.err]).toEqual([2, expect.stringContaining("--port 25")]);
    const missing = await command(["-"], { stdin: '{"kind":"http","target":"{{BASE}}"}' });
    expect([missing.code, missing.out]).toEqual([2, expect.stringContaining("BASE")]);
  });

  test("a secret comes from the process's environment, and is not printed", async () => {
    const stdin = JSON.stringify({
      kind: "http",
      target: `${server.url}/secret`,
      headers: { "x-key": "{{secret.KEY}}" },
    });
    const env = { COUNTERSIGN_SECRET__KEY: "hunter2-hunter2" };
    const { code, out, err } = await command(["-", "--json", ...allowed], { stdin, env });
    expect(JSON.parse(out)).toMatchObject({
      verdict: "pass",
      evidence: { body: { excerpt: "you said [secret KEY]" } },
    });
    expect([code, out.includes("hunter2"), err]).toEqual([0, false, ""]);
  });
});

describe("3: not a valid spec, or a wrong call", () => {
  test.each([
    ["kind: http\ntarget: [\n", "", 3, null],
    [
      "kind: http\ntarget: http://a.b\nassert:\n  - status == 200\n  - status = 1\n",
      "assert.1",
      5,
      "http",
    ],
    ['{\n\t"kind": "http",\n\t"target": "http://a.b",\n\t"retires": 1\n}', "retires", 4, "http"],
    ["kind: tls\n", "target", 1, "tls"],
    ["a: &a 1\nb: *a\n", "", 2, null],
    ["", "", 1, null],
    ['kind: http\ntarget: "{{BASE}}"\n', "target", 2, "http"],
  ])("%j: in %s, line %i", async (stdin, path, line, kind) => {
    const { code, out, err } = await command(["-", "--json", "--var", "BASE=nonsense"], { stdin });
    const report = JSON.parse(out);
    expect(code).toBe(3);
    expect(report).toMatchObject({
      verdict: null,
      reason: { code: "spec-invalid", params: { path, line } },
      kind,
      assertions: [],
      evidence: null,
    });
    expect(err).toMatch(new RegExp(`^-:${line}:\\d+: `));
  });

  test.each([
    [["nowhere.yaml"], "there is no such file"],
    [["."], "this is a folder"],
    [[], "Usage:"],
    [["-", "--alow", "::1"], "--alow"],
    [["-", "--allow", "localhost"], "neither a CIDR"],
    [["-", "--var", "X"], "NAME=VALUE"],
  ])("%j", async (args, words) => {
    const { code, out, err } = await command(args);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain(words);
  });
});

describe("a verdict that has to hold for a while", () => {
  const lasting = (path: string, duration: string) =>
    JSON.stringify({ kind: "http", target: `${server.url}${path}`, for: duration });

  test("is given when enough measurements passed, told as it goes on the other stream", async () => {
    const before = answered;
    const stdin = lasting("/", "2 of 2, every 1s");
    const { code, out, err } = await command(["-", "--json", ...allowed], { stdin });
    expect([code, err, answered - before]).toEqual([0, "1 of 2: pass\n2 of 2: pass\n", 2]);
    expect(JSON.parse(out).verdict).toBe("pass");
  });

  test("is a fail as soon as it cannot be had any more", async () => {
    answered = 0;
    const stdin = lasting("/flaky", "3 of 3, every 1s");
    const { code, err } = await command(["-", ...allowed], { stdin });
    expect([code, err]).toEqual([1, "1 of 3: fail\n"]);
  });

  test("Ctrl-C leaves it inconclusive", async () => {
    const stdin = lasting("/", "3 of 3, every 600s");
    const { code, out } = await command(["-", ...allowed], { stdin, killed: "SIGINT" });
    expect([code, out]).toEqual([
      2,
      expect.stringMatching(/^Inconclusive: The run was cancelled\.$/m),
    ]);
  });
});
