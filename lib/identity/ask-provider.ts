import { readBody } from "@/lib/probe/body";
import { type Budget, ProbeProblem } from "@/lib/probe/bounds";
import { canonicalHost, createGuard } from "@/lib/probe/guard";
import { ask, type Question } from "@/lib/probe/http-request";
import { connectSecurely } from "@/lib/probe/https-connect";
import { emptyPhases, emptyTrace } from "@/lib/probe/kind";
import { portOf } from "@/lib/probe/ports";

/** The provider gave no answer that can be used. `message` is for the operator's log; it never holds a secret. */
export class ProviderFailure extends Error {
  override name = "ProviderFailure";
}

export type Asking = {
  target: string;
  /** Sent as a form with POST; GET without. */
  form?: URLSearchParams;
  headers?: Record<string, string>;
};

const answerMs = 10_000;
const wherever = ["0.0.0.0/0", "::/0"];

/**
 * One request through the guard of the probes, following no redirect. The host that the operator named as issuer may
 * be at any address but those of metadata services; what its documents name besides, at public ones.
 */
export async function askProvider(
  issuer: string,
  { target, form, headers = {} }: Asking,
): Promise<{ status: number; json: unknown }> {
  const url = new URL(target);
  const type: Record<string, string> = form ? { "content-type": formType } : {};
  const question = {
    ...{ method: form ? "POST" : "GET", accept: "application/json" },
    headers: { "user-agent": "countersign/1", ...type, ...headers },
    body: form?.toString() ?? null,
  };
  const where = `${url.origin}${url.pathname}`;
  const { status, text } = await exchange(url, issuer, question).catch((error: unknown) => {
    if (!(error instanceof ProbeProblem)) throw error;
    const { code, params } = error.reason;
    const details = Object.entries(params).map(([name, value]) => `${name} ${String(value)}`);
    throw new ProviderFailure(`${where}: ${[code, ...details].join(", ")}`);
  });
  try {
    return { status, json: JSON.parse(text) };
  } catch {
    throw new ProviderFailure(`${where} answered ${status} with what is not JSON`);
  }
}

const formType = "application/x-www-form-urlencoded";

/** Throws ProbeProblem. The parts of a probe's request, without what is kept of it as evidence. */
async function exchange(
  url: URL,
  issuer: string,
  question: Question,
): Promise<{ status: number; text: string }> {
  const budget: Budget = {
    deadline: performance.now() + answerMs,
    signal: AbortSignal.timeout(answerMs + 1_000),
  };
  const socket = await connect(url, issuer, budget);
  try {
    const answer = await ask(url, socket, question, budget);
    try {
      const { text, problem } = await readBody(answer.response, answer.failures, budget);
      if (problem) throw problem;
      return { status: answer.response.statusCode ?? 0, text: text ?? "" };
    } finally {
      answer.end();
    }
  } finally {
    socket.destroy();
  }
}

async function connect(url: URL, issuer: string, budget: Budget) {
  const [host, port] = [canonicalHost(url.hostname), portOf(url)];
  const own = new URL(issuer);
  const isOwn = host === canonicalHost(own.hostname);
  const guard = createGuard({ allow: isOwn ? wherever : [], ports: isOwn ? [portOf(own)] : [] });
  const open = () => guard.connect({ host, port, spoken: "http" }, budget);
  if (url.protocol !== "https:") return (await open()).socket;
  const hop = {
    ...{ target: url.origin, address: null, port, status: null },
    phases: { ...emptyPhases },
  };
  const seen = { hop, trace: emptyTrace(null) };
  return connectSecurely(open, { host, ca: null, now: new Date() }, budget, seen);
}
