import { parseArgs } from "node:util";
import { type GateAnswer, gateAnswer, gateProblem } from "@/lib/gate/schema";

type Io = {
  /** COUNTERSIGN_TOKEN: in an argument everybody on the machine could read it. */
  token: string;
  stdout(text: string): void;
  stderr(text: string): void;
  wait(ms: number): Promise<void>;
  /** Milliseconds, of any clock that goes on. */
  now(): number;
};

const usage = `Usage: COUNTERSIGN_TOKEN=... countersign gate --url URL (--deployment ID | --project SLUG --environment NAME --version VERSION)
  [--stage prepare|deploy|verify|go-live|closing] [--version VERSION] [--artifact sha256:...] [--wait 30m] [--json]
`;

const askEveryMs = 15_000;
const askMs = 30_000;

const text = { type: "string" } as const;
const options = {
  ...{ url: text, deployment: text, project: text, environment: text, version: text },
  ...{ stage: text, artifact: text, wait: text, json: { type: "boolean" as const } },
};

type Asked = { address: URL; waitMs: number; json: boolean };

/** `countersign gate`: 0 proceed, 1 not, 2 it could not be asked. With `--wait`, asks again until it may or time is over. */
export async function gateCommand(args: string[], io: Io): Promise<number> {
  const asked = readArguments(args);
  if (!asked || io.token === "") {
    io.stderr(asked ? "COUNTERSIGN_TOKEN is not set: an administrator makes one.\n" : usage);
    return 2;
  }
  const end = io.now() + asked.waitMs;
  for (;;) {
    const told = await ask(asked.address, io.token);
    const left = end - io.now();
    if (typeof told === "string" || told.proceed || left <= 0) return say(told, asked, io);
    await io.wait(Math.min(askEveryMs, left));
  }
}

function readArguments(args: string[]): Asked | null {
  try {
    const {
      url,
      deployment,
      json = false,
      wait,
      ...question
    } = parseArgs({ args, options }).values;
    const { project, environment, version, ...rest } = question;
    const waitMs = wait === undefined ? 0 : durationMs(wait);
    if (url === undefined || waitMs === null) return null;
    const named = project !== undefined && environment !== undefined && version !== undefined;
    if (deployment === undefined ? !named : project !== undefined || environment !== undefined)
      return null;
    const path =
      deployment === undefined ? "gate" : `deployments/${encodeURIComponent(deployment)}/gate`;
    const address = new URL(`${url.replace(/\/+$/, "")}/api/v1/${path}`);
    for (const [name, value] of Object.entries({ project, environment, version, ...rest }))
      if (value !== undefined) address.searchParams.set(name, value);
    return { address, waitMs, json };
  } catch {
    return null; // the usage says it better
  }
}

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** "90s", "30m", "2h". */
function durationMs(wish: string): number | null {
  const [, amount, unit] = /^(\d{1,5})([smh])$/.exec(wish) ?? [];
  return amount === undefined || unit === undefined ? null : Number(amount) * (units[unit] ?? 0);
}

/** An answer, or why there is none. */
async function ask(address: URL, token: string): Promise<GateAnswer | string> {
  try {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${token}`, "accept-language": "en" },
      // Somewhere else nobody else's answer counts, and the token would go along.
      redirect: "error",
      signal: AbortSignal.timeout(askMs),
    });
    const body: unknown = await response.json();
    if (response.ok) return gateAnswer.parse(body);
    const problem = gateProblem.safeParse(body);
    return problem.success ? problem.data.detail : `it answered ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : "no answer";
  }
}

function say(told: GateAnswer | string, { address, json }: Asked, io: Io): number {
  if (typeof told === "string") {
    if (json) io.stdout(`${JSON.stringify({ proceed: null, why: told })}\n`);
    else io.stderr(`${address.origin} could not be asked: ${told}\n`);
    return 2;
  }
  if (json) io.stdout(`${JSON.stringify(told)}\n`);
  else io.stdout(asText(told));
  return told.proceed ? 0 : 1;
}

function asText({ proceed, stage, reasons, deployment, event }: GateAnswer): string {
  const { title, version, environment } = deployment;
  const what = `${title} ${version}, ${environment}, as of event ${event.number}`;
  const lines = reasons.map((one) => `  ${one.text}\n`).join("");
  return proceed ? `Proceed (${stage}): ${what}\n` : `Do not proceed (${stage}): ${what}\n${lines}`;
}
