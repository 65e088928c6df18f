import { summarised } from "@/lib/probe/apart/apart";
import { readBody } from "@/lib/probe/body";
import { type Budget, ProbeProblem } from "@/lib/probe/bounds";
import { canonicalHost, type Guard } from "@/lib/probe/guard";
import { endsOpen, linesOf, listed, nextUrl, redirectsOf } from "@/lib/probe/http-headers";
import { type Answer, ask, type Question } from "@/lib/probe/http-request";
import { connectSecurely } from "@/lib/probe/https-connect";
import {
  type Exchange,
  emptyPhases,
  emptyTrace,
  type HttpRequest,
  type Trace,
} from "@/lib/probe/kind";
import { portOf } from "@/lib/probe/ports";
import type { Hop } from "@/lib/probe/schema";
import { namesSecret, type SecretFiller } from "@/lib/probe/secrets";

/** One request and the redirects that were allowed, each hop through the guard. */

type Way = { guard: Guard; now: Date; secrets: SecretFiller };

export async function exchange(
  request: HttpRequest,
  way: Way,
  signal: AbortSignal,
): Promise<Exchange> {
  const started = performance.now();
  const budget: Budget = { deadline: started + request.timeoutMs, signal };
  const trace: Trace = emptyTrace(null);
  const result: Exchange = {
    trace,
    status: null,
    contentType: null,
    answerHeaders: {},
    elapsedMs: 0,
    text: null,
    openEnd: false,
  };
  const time = () => {
    result.elapsedMs = performance.now() - started;
  };
  try {
    const { answer, question, hop, hopStarted } = await follow(request, way, budget, trace);
    try {
      const { response } = answer;
      result.status = response.statusCode ?? null;
      result.contentType = response.headers["content-type"] ?? null;
      result.answerHeaders = linesOf(response);
      trace.headers = listed(result.answerHeaders);
      result.openEnd = endsOpen(response, question.method);
      const body = await readBody(response, answer.failures, budget);
      time();
      hop.phases.totalMs = performance.now() - hopStarted;
      trace.body = await summarised(body, way.secrets.used);
      result.text = body.text;
      trace.problem = body.problem?.reason ?? null;
    } finally {
      answer.end();
    }
  } catch (error) {
    if (!(error instanceof ProbeProblem)) throw error;
    time();
    trace.problem = error.reason;
  }
  return result;
}

type Arrival = { answer: Answer; question: Question; hop: Hop; hopStarted: number };

async function follow(
  request: HttpRequest,
  way: Way,
  budget: Budget,
  trace: Trace,
): Promise<Arrival> {
  let url = new URL(request.target);
  let question = questionOf(request, way.secrets);
  for (let left = request.redirects; ; left -= 1) {
    const hopStarted = performance.now();
    const { answer, hop } = await visit(url, request, question, way, budget, trace);
    const locations = redirectsOf(answer.response);
    if (locations.length === 0 || request.redirects === 0)
      return { answer, question, hop, hopStarted };
    answer.end();
    hop.phases.totalMs = performance.now() - hopStarted;
    if (left === 0)
      throw new ProbeProblem("redirect-refused", { why: "too many", limit: request.redirects });
    const next = nextUrl(url, locations);
    question = redirected(
      question,
      answer.response.statusCode ?? 0,
      request,
      next.origin === url.origin,
    );
    url = next;
  }
}

function questionOf(
  { method, accept, headers, body }: HttpRequest,
  secrets: SecretFiller,
): Question {
  const filled = Object.entries(headers ?? {}).map(([name, value]) => [name, secrets.fill(value)]);
  const given: Record<string, string> = Object.fromEntries(filled);
  return { method: method ?? "GET", accept, headers: given, body: body ?? null };
}

const credentialNames =
  /^(authorization|proxy-authorization|cookie)$|key|token|secret|password|credential/i;

/** As browsers do: 303, and 301 or 302 after a POST, are asked with GET; credentials stay with their origin. */
function redirected(
  question: Question,
  status: number,
  request: HttpRequest,
  sameOrigin: boolean,
): Question {
  const toGet =
    (status === 303 && question.method !== "HEAD") ||
    ((status === 301 || status === 302) && question.method === "POST");
  const method = toGet ? "GET" : question.method;
  const body = toGet ? null : question.body;
  if (sameOrigin) return { ...question, method, body };
  const headers = Object.entries(question.headers).filter(
    ([name]) => !credentialNames.test(name) && !namesSecret(request.headers?.[name] ?? ""),
  );
  return { ...question, method, body, headers: Object.fromEntries(headers) };
}

async function visit(
  url: URL,
  request: HttpRequest,
  question: Question,
  { guard, now }: Way,
  budget: Budget,
  trace: Trace,
): Promise<{ answer: Answer; hop: Hop }> {
  const port = portOf(url);
  // The first target is in the spec as it was written; later ones may carry a token in the query.
  const target = trace.hops.length === 0 ? url.href : `${url.origin}${url.pathname}`;
  const hop: Hop = {
    target: target.slice(0, 2048),
    address: null,
    port,
    phases: { ...emptyPhases },
    status: null,
  };
  trace.hops.push(hop);
  const host = canonicalHost(url.hostname);
  const connect = async () => {
    const connection = await guard.connect({ host, port, spoken: "http" }, budget);
    hop.address = connection.address;
    hop.phases.dnsMs = connection.dnsMs;
    hop.phases.connectMs = connection.connectMs;
    return connection;
  };
  const socket =
    url.protocol === "https:"
      ? await connectSecurely(connect, { host, ca: request.ca, now }, budget, { hop, trace })
      : (await connect()).socket;
  try {
    const asked = performance.now();
    const answer = await ask(url, socket, question, budget);
    hop.phases.firstByteMs = performance.now() - asked;
    hop.status = answer.response.statusCode ?? null;
    return { answer, hop };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
