import { getServers } from "node:dns";
import { Resolver } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { type Budget, errorCode, ProbeProblem, remainingMs, waitFor } from "@/lib/probe/bounds";
import type { Guard } from "@/lib/probe/guard";
import {
  emptyPhases,
  emptyTrace,
  type NameAnswer,
  type NameQuestion,
  type RecordType,
} from "@/lib/probe/kind";
import type { Hop } from "@/lib/probe/schema";

/** Asks a name server for the records of a name. Its address is checked by the guard; what it answers is data. */

const mostServers = 4;

export async function askNameServer(
  question: NameQuestion,
  guard: Guard,
  signal: AbortSignal,
): Promise<NameAnswer> {
  const started = performance.now();
  const budget: Budget = { deadline: started + question.timeoutMs, signal };
  const { server } = question;
  const port = server?.port ?? 53;
  const target = server === null ? "system" : `${server.host}:${port}`;
  const hop: Hop = { target, address: null, port, phases: { ...emptyPhases }, status: null };
  const trace = { ...emptyTrace(null), hops: [hop] };
  const result: NameAnswer = { trace, answer: null, records: [], elapsedMs: 0 };
  try {
    const servers = await serversOf(question, guard, budget);
    hop.phases.dnsMs = performance.now() - started;
    for (const [index, one] of servers.entries()) {
      hop.address = one.address;
      const shareMs = remainingMs(budget) / (servers.length - index);
      const said = await ask(one.place, question, shareMs, budget);
      // A server that says nothing does not hide the next one that does.
      if (said.silent !== null && index < servers.length - 1) continue;
      if (said.silent !== null) throw said.silent;
      Object.assign(result, { answer: said.answer, records: said.records });
      break;
    }
  } catch (error) {
    if (!(error instanceof ProbeProblem)) throw error;
    trace.problem = error.reason;
  }
  result.elapsedMs = performance.now() - started;
  hop.phases.totalMs = result.elapsedMs;
  return result;
}

type Server = { address: string; place: string };

/** The machine's own name servers are its configuration, not what somebody typed: they are not refused. */
async function serversOf(
  { server }: NameQuestion,
  guard: Guard,
  budget: Budget,
): Promise<Server[]> {
  if (server === null) {
    return getServers()
      .slice(0, mostServers)
      .map((place) => ({ address: place, place }));
  }
  const addresses = await guard.check({ ...server, spoken: "dns" }, budget);
  return addresses.slice(0, mostServers).map((address) => ({
    address,
    place: `${isIPv6(address) ? `[${address}]` : address}:${server.port}`,
  }));
}

type Said =
  | { silent: null; answer: NameAnswer["answer"]; records: string[] }
  | { silent: ProbeProblem };

const silences = ["ETIMEOUT", "ECONNREFUSED"];

async function ask(
  place: string,
  { name, type }: NameQuestion,
  ms: number,
  budget: Budget,
): Promise<Said> {
  // Twice within its share: a datagram may be lost.
  const resolver = new Resolver({ timeout: Math.max(1, Math.floor(ms / 3)), tries: 2 });
  const late = new ProbeProblem("dns-timeout", { host: name });
  return waitFor<Said>(budget, ms, late, ({ resolve, reject }) => {
    resolver.setServers([place]);
    recordsOf(resolver, asciiName(name), type).then(
      (records) =>
        resolve({ silent: null, answer: records.length > 0 ? "records" : "no-record", records }),
      (error: unknown) => {
        const why = errorCode(error);
        if (why === "ENOTFOUND") resolve({ silent: null, answer: "no-name", records: [] });
        else if (why === "ENODATA") resolve({ silent: null, answer: "no-record", records: [] });
        else if (why === "ETIMEOUT") resolve({ silent: late });
        else {
          const problem = new ProbeProblem("resolver-failed", { why });
          if (silences.includes(why)) resolve({ silent: problem });
          else reject(problem);
        }
      },
    );
    return () => resolver.cancel();
  }).catch((error: unknown) => {
    if (error !== late) throw error;
    return { silent: late };
  });
}

/** The protocol knows letters of ASCII only. */
const asciiName = (name: string) => (/[^\x20-\x7e]/.test(name) ? domainToASCII(name) : name);

const lower = (name: string) => name.toLowerCase().replace(/(?<=.)\.$/, "");

/** In the form in which zone files hold them, without quotation marks. */
async function recordsOf(resolver: Resolver, name: string, type: RecordType): Promise<string[]> {
  switch (type) {
    case "A":
      return resolver.resolve4(name);
    case "AAAA":
      return resolver.resolve6(name);
    case "CNAME":
      return (await resolver.resolveCname(name)).map(lower);
    case "NS":
      return (await resolver.resolveNs(name)).map(lower);
    case "TXT":
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
    case "MX":
      return (await resolver.resolveMx(name)).map(
        ({ priority, exchange }) => `${priority} ${lower(exchange)}`,
      );
    case "SRV":
      return (await resolver.resolveSrv(name)).map(
        (one) => `${one.priority} ${one.weight} ${one.port} ${lower(one.name)}`,
      );
    case "CAA":
      return (await resolver.resolveCaa(name)).flatMap(({ critical, ...tags }) =>
        Object.entries(tags)
          .filter(([tag]) => tag !== "type")
          .map(([tag, value]) => `${critical} ${tag} ${value}`),
      );
  }
}
