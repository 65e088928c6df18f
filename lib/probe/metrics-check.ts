import { parseArgs } from "node:util";
import { fileProblem } from "@/lib/core/file-problem";
import { type Format, formats, guessFormat, parseExposition } from "@/lib/probe/exposition-format";

export type MetricsCheckIo = {
  readFile(path: string): Promise<Uint8Array>;
  stdout(text: string): void;
  stderr(text: string): void;
};

const usage = `Usage: countersign probe metrics-check [--format text|openmetrics] [--json] FILE...
Without --format a document with a line "# EOF" is OpenMetrics, any other is Prometheus text.
Exit code: 0 all valid, 1 one is not or cannot be read, 2 a wrong call of this command.
`;

type Call = { files: string[]; json: boolean; format: Format | null };

/** `line` is null when valid, and for a file that could not be read. */
type Finding = { file: string; valid: boolean; line: number | null; reason: string | null };

/** Parses exposition files: 0 all valid, 1 one is not or cannot be read, 2 a wrong call. */
export async function metricsCheckCommand(args: string[], io: MetricsCheckIo): Promise<number> {
  const call = readCall(args);
  if (typeof call === "string") {
    io.stderr(`${call}\n${usage}`);
    return 2;
  }
  const findings: Finding[] = [];
  for (const file of call.files) findings.push(await check(file, call.format, io));
  if (call.json) io.stdout(`${JSON.stringify(findings, null, 2)}\n`);
  else io.stdout(findings.map(sentence).join(""));
  return findings.every(({ valid }) => valid) ? 0 : 1;
}

/** What was asked for, or what is wrong with it in words. */
function readCall(args: string[]): Call | string {
  try {
    const { values, positionals: files } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: "boolean", default: false }, format: { type: "string" } },
    });
    if (files.length === 0) return "Give one file or more.";
    const format = formats.find((known) => known === values.format) ?? null;
    if (format === null && values.format !== undefined)
      return `--format is text or openmetrics, not ${values.format}.`;
    return { files, json: values.json, format };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function check(file: string, format: Format | null, io: MetricsCheckIo): Promise<Finding> {
  const wrong = (line: number | null, reason: string) => ({ file, valid: false, line, reason });
  let bytes: Uint8Array;
  try {
    bytes = await io.readFile(file);
  } catch (error) {
    const problem = fileProblem(error);
    if (problem === null) throw error;
    return wrong(null, problem);
  }
  const text = utf8(bytes);
  if (text === null) return wrong(lineOfWrongBytes(bytes), "not UTF-8 text");
  const read = parseExposition(text, format ?? guessFormat(text));
  return read.valid
    ? { file, valid: true, line: null, reason: null }
    : wrong(read.line, read.reason);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** The first line whose bytes are not UTF-8: a line feed is never a part of another character. */
function lineOfWrongBytes(bytes: Uint8Array): number {
  for (let line = 1, from = 0; ; line += 1) {
    const feed = bytes.indexOf(10, from);
    if (feed < 0 || utf8(bytes.subarray(from, feed)) === null) return line;
    from = feed + 1;
  }
}

function sentence({ file, valid, line, reason }: Finding): string {
  if (valid) return `${file}: valid\n`;
  return line === null ? `${file}: ${reason}\n` : `${file}:${line}: ${reason}\n`;
}
