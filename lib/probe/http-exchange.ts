import { type ClientRequest, type IncomingMessage, request as sendRequest } from "node:http";
import type { Socket } from "node:net";
import { type Body, readBody } from "@/lib/probe/body";
import { type Budget, errorCode, ProbeProblem, remainingMs, waitFor } from "@/lib/probe/bounds";
import { canonicalHost, type Guard } from "@/lib/probe/guard";
import { secure } from "@/lib/probe/handshake";
import {
  type Exchange,
  emptyPhases,
  emptyTrace,
  type HttpRequest,
  type Trace,
} from "@/lib/probe/kind";
import type { Hop } from "@/lib/probe/schema";

/** One GET and the redirects that were allowed, each hop through the guard. */

const longestHeaders = 32 * 1024;
const userAgent = "countersign-probe/1";

/** Kept as evidence. Cookies, credentials and whatever else a server says are not. */
const listedHeaders = [
  "age",
  "cache-control",
  "content-encoding",
  "content-length",
  "content-type",
  "date",
  "etag",
  "last-modified",
  "location",
  "retry-after",
  "server",
  "strict-transport-security",
];

type Answer = {
  response: IncomingMessage;
  /** Tells of a broken answer after its headers came. */
  failures(listener: (error: unknown) => void): void;
  end(): void;
};

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

function redirectOf(response: IncomingMessage): string | null {
  const redirects = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0);
  return redirects ? (response.headers.location ?? null) : null;
}

/** Never from https to http, never to another scheme; a user name and password are dropped. */
function nextUrl(from: URL, location: string): URL {
  const url = URL.parse(location, from);
  if (url === null) throw new ProbeProblem("redirect-refused", { why: "not a URL" });
  const secureKept =
    url.protocol === "https:" || (url.protocol === "http:" && from.protocol === "http:");
  if (!secureKept)
    throw new ProbeProblem("redirect-refused", { why: `scheme ${url.protocol.slice(0, 32)}` });
  url.username = "";
  url.password = "";
  return url;
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
      const secured = await secure(socket, { host, ca: request.ca, now }, budget);
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

async function ask(url: URL, socket: Socket, accept: string, budget: Budget): Promise<Answer> {
  const late = new ProbeProblem("answer-timeout", { phase: "answer" });
  const listeners: ((error: unknown) => void)[] = [];
  return waitFor<Answer>(budget, remainingMs(budget), late, ({ resolve, reject }) => {
    const request: ClientRequest = sendRequest({
      createConnection: () => socket,
      method: "GET",
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        accept,
        "accept-encoding": "identity",
        "user-agent": userAgent,
        connection: "close",
      },
      maxHeaderSize: longestHeaders,
    });
    const end = () => {
      request.destroy();
      socket.destroy();
    };
    request.on("error", (error) => {
      reject(answerProblem(error));
      for (const listener of listeners) listener(error);
    });
    request.once("upgrade", () =>
      reject(new ProbeProblem("answer-malformed", { why: "status 101" })),
    );
    request.once("response", (response) =>
      resolve({ response, failures: (listener) => listeners.push(listener), end }),
    );
    request.end();
    return end;
  });
}

function answerProblem(error: unknown): ProbeProblem {
  const why = errorCode(error);
  if (why === "HPE_HEADER_OVERFLOW")
    return new ProbeProblem("header-overflow", { limit: longestHeaders });
  // The parser's complaints begin so; everything else is the connection's end.
  if (why.startsWith("HPE_")) return new ProbeProblem("answer-malformed", { why });
  return new ProbeProblem("connection-closed", { why });
}

function listed({ headers }: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of listedHeaders) {
    const value = headers[name];
    if (typeof value !== "string") continue;
    kept[name] = (name === "location" ? withoutSecrets(value) : value).slice(0, 1024);
  }
  return kept;
}

/** A redirect's user name, password and query may be credentials. */
function withoutSecrets(location: string): string {
  const url = URL.parse(location, "http://relative.invalid");
  if (url === null) return "";
  return url.host === "relative.invalid"
    ? url.pathname
    : `${url.protocol}//${url.host}${url.pathname}`;
}
