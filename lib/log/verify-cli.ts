import { parseArgs } from "node:util";
import { type Anchor, readAnchors } from "@/lib/log/anchors";
import { type CheckedLog, checkLogs, type LogFault } from "@/lib/log/check-logs";

type Output = {
  stdout(text: string): void;
  stderr(text: string): void;
  readFile(path: string): Promise<Buffer>;
};

const usage = "Usage: countersign log verify [--deployment ID] [--anchors FILE] [--json]\n";

const words: Record<LogFault["code"], string> = {
  gap: "is missing, or stands out of order",
  hash: "is not what its hash says",
  prev: "does not follow the event before it",
  body: "says something else than its row",
  cut: "is missing at the end: the newest events were cut off",
  head: "is the last one, but the log's head names another",
  "signed-otherwise": "is not the event whose hash was signed: the log was made anew",
  "signature-forged": "has a signed head whose signature is not genuine",
  "key-unknown": "has a head signed with a key that is not known here",
  "key-retired": "has a head signed with a key after that was replaced",
  "anchored-cut":
    "is missing, though a later or the same one was anchored outside: the newest events were cut off",
  "anchored-otherwise":
    "is not the event that was anchored outside: it or one before it was changed",
  "value-other":
    "has the commitment of a name or an address, and another one was put in its place beside the log",
};

/** `countersign log verify`: 0 every log is whole, 1 one is not, 2 wrong arguments or no such deployment. */
export async function logVerifyCommand(args: string[], output: Output): Promise<number> {
  const asked = readArguments(args);
  if (!asked) {
    output.stderr(usage);
    return 2;
  }
  const anchors = await anchorsOf(asked.anchors, output);
  if (!anchors) return 2;
  const logs: CheckedLog[] = [];
  for await (const log of checkLogs(asked.deployment, anchors)) logs.push(log);
  if (asked.deployment !== null && logs.length === 0) {
    output.stderr(`There is no deployment ${asked.deployment}.\n`);
    return 2;
  }
  output.stdout(asked.json ? `${JSON.stringify(logs, null, 2)}\n` : report(logs));
  return logs.some(({ fault }) => fault) ? 1 : 0;
}

/** Null when the file cannot be read; then it has been said why. */
async function anchorsOf(
  path: string | null,
  output: Output,
): Promise<Map<string, Anchor[]> | null> {
  if (path === null) return new Map();
  try {
    return readAnchors((await output.readFile(path)).toString("utf8"));
  } catch (error) {
    output.stderr(
      `Anchors of ${path}: ${error instanceof Error ? error.message : "unreadable"}.\n`,
    );
    return null;
  }
}

type Asked = { deployment: string | null; anchors: string | null; json: boolean };

function readArguments(args: string[]): Asked | null {
  const options = {
    deployment: { type: "string" },
    anchors: { type: "string" },
    json: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args, options });
    const { deployment = null, anchors = null, json = false } = values;
    return { deployment, anchors, json };
  } catch {
    return null; // the usage says it better
  }
}

function report(logs: readonly CheckedLog[]): string {
  const bad = logs.flatMap(({ streamId, kind, fault }) =>
    fault ? [`${kind || "log"} ${streamId}: event ${fault.number} ${words[fault.code]}.`] : [],
  );
  const events = logs.reduce((sum, log) => sum + log.events, 0);
  const signed = logs.filter(({ signedTo }) => signedTo !== null).length;
  const counted = `${logs.length} ${logs.length === 1 ? "log" : "logs"}, ${events} events, ${signed} with signed heads`;
  const verdict = bad.length === 0 ? "Whole" : `NOT whole: ${bad.length} of`;
  return `${[...bad, `${verdict}${bad.length === 0 ? ": " : " "}${counted}.`].join("\n")}\n`;
}
