import { type IncomingMessage, request as sendRequest } from "node:http";
import type { Socket } from "node:net";
import { type Budget, errorCode, ProbeProblem, remainingMs, waitFor } from "@/lib/probe/bounds";

/** One GET on a socket that the guard connected, as far as the headers of its answer. */

const longestHeaders = 32 * 1024;
const userAgent = "countersign-probe/1";

export type Answer = {
  response: IncomingMessage;
  /** Tells of a broken answer after its headers came. */
  failures(listener: (error: unknown) => void): void;
  end(): void;
};

export async function ask(
  url: URL,
  socket: Socket,
  accept: string,
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
      errors.push(error);
      for (const listener of listeners) listener(error);
    });
    request.once("upgrade", () =>
      reject(new ProbeProblem("answer-malformed", { why: "status 101" })),
    );
    request.once("response", (response) => resolve({ response, failures, end }));
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
