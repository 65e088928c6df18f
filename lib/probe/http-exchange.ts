import { type Body, readBody } from "@/lib/probe/body";
import { type Budget, ProbeProblem } from "@/lib/probe/bounds";
import { canonicalHost, type Guard } from "@/lib/probe/guard";
import { secure } from "@/lib/probe/handshake";
import { listed, nextUrl, redirectOf } from "@/lib/probe/http-headers";
import { type Answer, ask } from "@/lib/probe/http-request";
import {
  type Exchange,
  emptyPhases,
  emptyTrace,
  type HttpRequest,
  type Trace,
} from "@/lib/probe/kind";
import type { Hop } from "@/lib/probe/schema";

/** One GET and the redirects that were allowed, each hop through the guard. */

export async function exchange(
  request: HttpRequest,
  guard: Guard,
  now: Date,
  signal: AbortSignal,
): Promise<Exchange> {
  const started = performance.now();
  const budget: Budget = { deadline: started + request.timeoutMs, signal };
  const trace: Trace = emptyTrace(null);
  const result: Exchange = { trace, status: null, contentType: null, elapsedMs: 0, text: null };
  try {
    const { answer, hop, hopStarted } = await follow(request, guard, now, budget, trace);
    try {
      const { response } = answer;
      result.status = response.statusCode ?? null;
      result.contentType = response.headers["content-type"] ?? null;
      trace.headers = listed(response);
      const body: Body = await readBody(response, answer.failures, budget);
      hop.phases.totalMs = performance.now() - hopStarted;
      trace.body = body.summary;
      result.text = body.text;
      trace.problem = body.problem?.reason ?? null;
    } finally {
      answer.end();
    }
  } catch (error) {
    if (!(error instanceof ProbeProblem)) throw error;
    trace.problem = error.reason;
  }
  result.elapsedMs = performance.now() - started;
  return result;
}

type Arrival = { answer: Answer; hop: Hop; hopStarted: number };

async function follow(
  request: HttpRequest,
  guard: Guard,
  now: Date,
  budget: Budget,
  trace: Trace,
): Promise<Arrival> {
  let url = new URL(request.target);
  for (let left = request.redirects; ; left -= 1) {
    const hopStarted = performance.now();
    const { answer, hop } = await visit(url, request, guard, now, budget, trace);
    const location = redirectOf(answer.response);
    if (location === null || request.redirects === 0) return { answer, hop, hopStarted };
    answer.end();
    hop.phases.totalMs = performance.now() - hopStarted;
    if (left === 0)
      throw new ProbeProblem("redirect-refused", { why: "too many", limit: request.redirects });
    url = nextUrl(url, location);
  }
}

async function visit(
  url: URL,
  request: HttpRequest,
  guard: Guard,
  now: Date,
  budget: Budget,
  trace: Trace,
): Promise<{ answer: Answer; hop: Hop }> {
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
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
  const connection = await guard.connect({ host, port }, budget);
  hop.address = connection.address;
  hop.phases.dnsMs = connection.dnsMs;
  hop.phases.connectMs = connection.connectMs;
  let { socket } = connection;
  try {
    if (url.protocol === "https:") {
      const secured = await secure(
        socket,
        { host, ca: request.ca, now, alpn: ["http/1.1"] },
        budget,
      );
      socket = secured.socket;
      hop.phases.tlsMs = secured.tlsMs;
      trace.certificates = secured.examination.summaries;
      trace.certificateFaults = secured.examination.faults;
      const faults = secured.examination.faults.join(", ");
      if (faults !== "") throw new ProbeProblem("certificate-refused", { faults });
    }
    const asked = performance.now();
    const answer = await ask(url, socket, request.accept, budget);
    hop.phases.firstByteMs = performance.now() - asked;
    hop.status = answer.response.statusCode ?? null;
    return { answer, hop };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
