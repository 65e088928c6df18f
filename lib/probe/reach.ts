import { type Budget, ProbeProblem } from "@/lib/probe/bounds";
import { canonicalHost, type Guard } from "@/lib/probe/guard";
import { secure } from "@/lib/probe/handshake";
import { exchange } from "@/lib/probe/http-exchange";
import {
  emptyPhases,
  emptyTrace,
  type Handshake,
  type Reach,
  type TlsRequest,
} from "@/lib/probe/kind";
import { askNameServer } from "@/lib/probe/name-server";
import type { Hop } from "@/lib/probe/schema";
import type { SecretFiller } from "@/lib/probe/secrets";
import { talk } from "@/lib/probe/talk";

/** What kinds may do on the network: all of it through one guard. */
export function createReach(guard: Guard, now: Date, secrets: SecretFiller): Reach {
  return {
    http: (request, signal) => exchange(request, { guard, now, secrets }, signal),
    tls: (request, signal) => shake(request, guard, now, signal),
    dns: (question, signal) => askNameServer(question, guard, signal),
    tcp: (request, signal) => talk(request, guard, now, signal),
  };
}

async function shake(
  request: TlsRequest,
  guard: Guard,
  now: Date,
  signal: AbortSignal,
): Promise<Handshake> {
  const started = performance.now();
  const budget: Budget = { deadline: started + request.timeoutMs, signal };
  const { port, ca } = request;
  const target = `${request.host}:${port}`;
  const hop: Hop = { target, address: null, port, phases: { ...emptyPhases }, status: null };
  const trace = { ...emptyTrace(null), hops: [hop] };
  try {
    const host = canonicalHost(request.host);
    const connection = await guard.connect({ host, port, spoken: "tls" }, budget);
    hop.address = connection.address;
    hop.phases.dnsMs = connection.dnsMs;
    hop.phases.connectMs = connection.connectMs;
    try {
      const name = request.serverName === undefined ? host : canonicalHost(request.serverName);
      // No protocol is named: a server that speaks only another one still shows its certificate.
      const { socket, tlsMs, protocol, examination } = await secure(
        connection.socket,
        { host: name, ca, now, alpn: [], purpose: "observe" },
        budget,
      );
      socket.destroy();
      hop.phases.tlsMs = tlsMs;
      hop.phases.totalMs = performance.now() - started;
      trace.certificates = examination.summaries;
      const old = isOld(protocol) ? ["old-protocol"] : [];
      trace.certificateFaults = [...examination.faults, ...old];
      return { trace, protocol, certificate: examination };
    } finally {
      connection.socket.destroy();
    }
  } catch (error) {
    if (!(error instanceof ProbeProblem)) throw error;
    return { trace: { ...trace, problem: error.reason }, protocol: null, certificate: null };
  }
}

/** RFC 8996 took them out of use. */
const isOld = (protocol: string) => ["SSLv3", "TLSv1", "TLSv1.1"].includes(protocol);
