import { parseArgs } from "node:util";
import { fileProblem } from "@/lib/core/file-problem";
import { readAllowEntry } from "@/lib/probe/address";
import { measureRounds } from "@/lib/probe/rounds";
import { runProbe } from "@/lib/probe/run-probe";
import { jsonInvalid, jsonReport, textReport } from "@/lib/probe/run-report";
import type { ProbeReason, ProbeResult, Verdict } from "@/lib/probe/schema";
import type { Secrets } from "@/lib/probe/secrets";
import { fillSpec, type ProbeSpec, parseSpec, parseSpecText } from "@/lib/probe/spec";
import { lookAt, type Place } from "@/lib/probe/spec-place";
import { readStability } from "@/lib/probe/stability";

export type ProbeRunIo = {
  /** A file's bytes, or those of the standard input for `-`; at most `limit` of them. */
  read(path: string, limit: number): Promise<Uint8Array>;
  stdout(text: string): void;
  stderr(text: string): void;
  secrets: Secrets;
  /** Ends early when the signal of the run is aborted. */
  wait(ms: number): Promise<void>;
  signal: AbortSignal;
};

const usage = `Usage: countersign probe run FILE|- [--json] [--allow CIDR]... [--port PORT]...
                                 [--var NAME=VALUE]...
Exit code: 0 pass, 1 fail, 2 inconclusive, 3 not a valid spec or a wrong call of this command.
`;

const exitCodes: Record<Verdict, number> = { pass: 0, fail: 1, inconclusive: 2 };
const notValid = 3;
const longestSpec = 1024 * 1024;

type Call = {
  path: string;
  json: boolean;
  allow: string[];
  ports: number[];
  values: Record<string, string>;
};

/** Runs one spec: 0 pass, 1 fail, 2 inconclusive, 3 not a valid spec. */
export async function probeRunCommand(args: string[], io: ProbeRunIo): Promise<number> {
  const call = readCall(args);
  if (typeof call === "string") {
    io.stderr(`${call}\n${usage}`);
    return notValid;
  }
  const read = await readSpec(call, io);
  if (!read.ok) return refused(call, read.problem, io);
  const result = await measure(read.spec, call, io);
  io.stdout(call.json ? jsonReport(result) : textReport(result));
  const { code, params } = result.reason;
  if (code === "address-refused" && params.range !== "metadata")
    io.stderr(`To let this run reach it: --allow ${params.address}\n`);
  if (code === "port-refused") io.stderr(`To let this run reach it: --port ${params.port}\n`);
  return exitCodes[result.verdict];
}

/** What was asked for, or what is wrong with it in words. */
function readCall(args: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        allow: { type: "string", multiple: true, default: [] },
        port: { type: "string", multiple: true, default: [] },
        var: { type: "string", multiple: true, default: [] },
      },
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) return "Give one file, or - for the standard input.";
    const wrong = values.allow.find((entry) => readAllowEntry(entry) === null);
    if (wrong !== undefined)
      return `--allow ${wrong} is neither a CIDR such as 10.0.0.0/8 nor an address.`;
    const notPort = values.port.find((text) => !/^[1-9]\d{0,4}$/.test(text));
    if (notPort !== undefined) return `--port ${notPort} is not the number of a port.`;
    const ports = values.port.map(Number);
    const pairs = values.var.map((text) => /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(text));
    if (pairs.includes(null)) return "--var takes NAME=VALUE.";
    const filled = pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]);
    const { json, allow } = values;
    return { path, json, allow, ports, values: Object.fromEntries(filled) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `kind`, `path` and `place` as far as they are known. */
type Problem = {
  message: string;
  path: string;
  kind: string | null;
  place: Place | null;
};
type SpecFile = { ok: true; spec: ProbeSpec } | { ok: false; problem: Problem };

async function readSpec(call: Call, io: ProbeRunIo): Promise<SpecFile> {
  const unread = (message: string): SpecFile => ({
    ok: false,
    problem: { message, path: "", kind: null, place: null },
  });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await io.read(call.path, longestSpec));
  } catch (error) {
    return unread(
      error instanceof TypeError ? "is not UTF-8 text" : (fileProblem(error) ?? String(error)),
    );
  }
  const read = parseSpecText(text);
  // Variables may fill in what no spec may hold: found now, while its place is known.
  const filled = read.ok ? fillSpec(read.spec, call.values) : null;
  const checked = filled !== null && filled.missing.length === 0 ? parseSpec(filled.spec) : read;
  if (read.ok && checked.ok) return { ok: true, spec: read.spec };
  const [issue] = checked.ok ? [] : checked.issues;
  const { path, message } = issue ?? { path: "", message: "cannot be read" };
  return { ok: false, problem: { message, path, ...lookAt(text, path) } };
}

function refused({ path: file, json }: Call, problem: Problem, io: ProbeRunIo): number {
  const { message, path, kind, place } = problem;
  const params: ProbeReason["params"] = { path, message, ...(place ?? {}) };
  if (json) io.stdout(jsonInvalid(kind, params));
  const where = place === null ? file : `${file}:${place.line}:${place.column}`;
  io.stderr(`${where}: ${path === "" ? "" : `${path}: `}${message}\n`);
  return notValid;
}

function measure(
  spec: ProbeSpec,
  { allow, ports, values }: Call,
  io: ProbeRunIo,
): Promise<ProbeResult> {
  const stability = spec.for === undefined ? null : readStability(spec.for);
  const { secrets, signal } = io;
  const once = () => runProbe({ spec, allow, ports, values, secrets, signal, now: new Date() });
  if (stability === null) return once();
  return measureRounds(stability, signal, {
    measure: once,
    wait: io.wait,
    onRound: (done, verdict) => io.stderr(`${done} of ${stability.rounds}: ${verdict}\n`),
  });
}
