import type { Socket } from "node:net";
import { summarise } from "@/lib/probe/body";
import { type Budget, errorCode, ProbeProblem, remainingMs, waitFor } from "@/lib/probe/bounds";
import { canonicalHost, type Guard } from "@/lib/probe/guard";
import { secure } from "@/lib/probe/handshake";
import { emptyPhases, emptyTrace, type Talk, type TalkRequest, type Turn } from "@/lib/probe/kind";
import type { Hop } from "@/lib/probe/schema";

/** Says and hears bytes on a connection that the guard made, turn by turn. */

const mostBytes = 64 * 1024;

export async function talk(
  request: TalkRequest,
  guard: Guard,
  now: Date,
  signal: AbortSignal,
): Promise<Talk> {
  const started = performance.now();
  const budget: Budget = { deadline: started + request.timeoutMs, signal };
  const { port } = request;
  const target = `${request.host}:${port}`;
  const hop: Hop = { target, address: null, port, phases: { ...emptyPhases }, status: null };
  const trace = { ...emptyTrace(null), hops: [hop] };
  const result: Talk = { trace, open: null, received: [], elapsedMs: 0 };
  try {
    const host = canonicalHost(request.host);
    const connection = await guard.connect({ host, port, spoken: "tcp" }, budget);
    result.open = true;
    hop.address = connection.address;
    hop.phases.dnsMs = connection.dnsMs;
    hop.phases.connectMs = connection.connectMs;
    await takeTurns(connection.socket, { host, now, next: request.next }, result, budget);
  } catch (error) {
    if (!(error instanceof ProbeProblem)) throw error;
    trace.problem = error.reason;
    if (error.reason.code === "connection-refused") result.open = false;
  }
  result.elapsedMs = performance.now() - started;
  hop.phases.totalMs = result.elapsedMs;
  const all = Buffer.concat(result.received);
  if (all.length > 0) trace.body = summarise(all, trace.problem === null);
  return result;
}

async function takeTurns(
  connected: Socket,
  { host, now, next }: { host: string; now: Date; next: TalkRequest["next"] },
  { trace, received }: Talk,
  budget: Budget,
): Promise<void> {
  let socket = connected;
  try {
    for (let turn = next(received); turn !== null; turn = next(received)) {
      if (turn.secure) {
        // What is asked is whether it answers: its certificate is kept, and not judged.
        const options = { host, ca: null, now, alpn: [], purpose: "observe" as const };
        const secured = await secure(socket, options, budget);
        socket = secured.socket;
        trace.certificates = secured.examination.summaries;
        trace.certificateFaults = secured.examination.faults;
      }
      await takeTurn(socket, turn, received, budget);
    }
  } finally {
    socket.destroy();
    connected.destroy();
  }
}

async function takeTurn(
  socket: Socket,
  { send, enough }: Turn,
  received: Buffer[],
  budget: Budget,
): Promise<void> {
  const place = received.push(Buffer.alloc(0)) - 1;
  // One buffer, filled: a mean server sends a byte at a time.
  const buffer = Buffer.allocUnsafe(mostBytes);
  let size = 0;
  const late = new ProbeProblem("answer-timeout", { phase: "answer" });
  await waitFor<void>(budget, remainingMs(budget), late, ({ resolve, reject }) => {
    const hear = (chunk: Buffer) => {
      const fitting = chunk.copy(buffer, size);
      size += fitting;
      received[place] = buffer.subarray(0, size);
      if (enough(buffer.subarray(0, size))) resolve();
      else if (size === mostBytes) {
        reject(new ProbeProblem("answer-malformed", { why: `more than ${mostBytes} bytes` }));
      } else return;
      socket.off("data", hear).pause();
    };
    const closed = (why: string) => reject(new ProbeProblem("connection-closed", { why }));
    socket.on("data", hear);
    socket.once("error", (error) => closed(errorCode(error)));
    socket.once("end", () => closed("end"));
    socket.once("close", () => closed("close"));
    if (socket.destroyed) closed("close");
    socket.resume();
    if (send !== null) socket.write(send);
    return () => socket.destroy();
  });
}
