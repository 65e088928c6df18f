import { type IncomingMessage, request as sendRequest } from "node:http";
import type { Socket } from "node:net";
import { type Budget, errorCode, ProbeProblem, remainingMs, waitFor } from "@/lib/probe/bounds";

/** One request on a socket that the guard connected, as far as the headers of its answer. */

const longestHeaders = 32 * 1024;
const userAgent = "countersign-probe/1";

export type Answer = {
  response: IncomingMessage;
  /** Tells of a broken answer after its headers came. */
  failures(listener: (error: unknown) => void): void;
  end(): void;
};

export type Question = {
  method: string;
  accept: string;
  /** Secrets filled. */
  headers: Readonly<Record<string, string>>;
  body: string | null;
};

export async function ask(
  url: URL,
  socket: Socket,
  { method, accept, headers, body }: Question,
  budget: Budget,
): Promise<Answer> {
  const late = new ProbeProblem("answer-timeout", { phase: "answer" });
  const errors: unknown[] = [];
  const listeners: ((error: unknown) => void)[] = [];
  // Headers and the bytes that break the answer may arrive together: a late listener hears of it too.
  const failures: Answer["failures"] = (listener) => {
    listeners.push(listener);
    for (const error of errors) listener(error);
  };
  return waitFor<Answer>(budget, remainingMs(budget), late, ({ resolve, reject }) => {
    const request = sendRequest({
      createConnection: () => socket,
      method,
      path: `${url.pathname}${url.search}`,
      headers: {
        accept,
        "accept-encoding": "identity",
        "user-agent": userAgent,
        ...lowerCased(headers),
        host: url.host,
        connection: "close",
        ...(body === null ? {} : { "content-length": Buffer.byteLength(body) }),
      },
      maxHeaderSize: longestHeaders,
    });
    // All that fit: the library would leave out those after the 2,000th and say nothing, and what is left out reads as not sent.
    request.maxHeadersCount = 0;
    const end = () => {
      request.destroy();
      socket.destroy();
    };
    request.on("error", (error) => {
      reject(answerProblem(error));
      errors.push(error);
      for (const listener of listeners) listener(error);
    });
    request.once("upgrade", () =>
      reject(new ProbeProblem("answer-malformed", { why: "status 101" })),
    );
    request.once("response", (response) => resolve({ response, failures, end }));
    request.end(body ?? undefined);
    return end;
  });
}

/** One spelling of each name, so that the spec's `Accept` replaces ours instead of standing beside it. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([k, value]) => [k.toLowerCase(), value]));
}

function answerProblem(error: unknown): ProbeProblem {
  const why = errorCode(error);
  if (why === "HPE_HEADER_OVERFLOW")
    return new ProbeProblem("header-overflow", { limit: longestHeaders });
  // The parser's complaints begin so; everything else is the connection's end.
  if (why.startsWith("HPE_")) return new ProbeProblem("answer-malformed", { why });
  return new ProbeProblem("connection-closed", { why });
}
