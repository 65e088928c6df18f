import { lookup } from "node:dns/promises";
import { connect as connectSocket, type Socket } from "node:net";
import { addressDecision, readAddress } from "@/lib/probe/address";
import { type Budget, errorCode, ProbeProblem, remainingMs, waitFor } from "@/lib/probe/bounds";
import { portAllowed, type Spoken } from "@/lib/probe/ports";

/**
 * The one place where a probe opens a socket. A name is resolved once; if any of its addresses is
 * refused, all of it is; the connection goes to an address that was checked, never to the name.
 */

/** All addresses of a name, as text. Rejects when there is no answer. */
export type Resolver = (host: string) => Promise<string[]>;

type Connection = { socket: Socket; address: string; dnsMs: number; connectMs: number };

/** `spoken`: what will be said there, for a few ports are open to their own protocol alone. */
type Place = { host: string; port: number; spoken: Spoken };

export type Guard = {
  connect(place: Place, budget: Budget): Promise<Connection>;
  /** The checked addresses of a place, for packets that the platform sends itself (name look-ups). */
  check(place: Place, budget: Budget): Promise<string[]>;
};

type GuardOptions = {
  /** CIDRs and single addresses that the environment opens. */
  allow: readonly string[];
  /** Ports that the environment opens. */
  ports?: readonly number[] | undefined;
  resolver?: Resolver | undefined;
};

const reachMs = 3000;
const mostAddresses = 16;

const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

export function createGuard({ allow, ports = [], resolver = systemResolver }: GuardOptions): Guard {
  async function check({ host, port, spoken }: Place, budget: Budget): Promise<string[]> {
    if (!portAllowed(port, spoken, ports)) throw new ProbeProblem("port-refused", { port });
    const addresses = await resolve(canonicalHost(host), resolver, budget);
    for (const address of addresses) refuseUnlessAllowed(address, allow);
    return [...new Set(addresses)].slice(0, mostAddresses);
  }
  return {
    check,
    async connect(place, outer) {
      const started = performance.now();
      const budget = { ...outer, deadline: Math.min(outer.deadline, started + reachMs) };
      const addresses = await check(place, budget);
      const resolved = performance.now();
      const { socket, address } = await connectToFirst(addresses, place.port, budget);
      const dnsMs = resolved - started;
      return { socket, address, dnsMs, connectMs: performance.now() - resolved };
    },
  };
}

/**
 * A host as the URL standard reads it: decimal, octal, hexadecimal, short and full-width spellings
 * of an IPv4 address all become the dotted one. IPv6 comes back without brackets.
 */
export function canonicalHost(host: string): string {
  const bare = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  const url = /[/?#@\\\s]/.test(bare) ? null : URL.parse(`http://${bare}/`);
  if (url === null || url.hostname === "" || url.port !== "") {
    throw new ProbeProblem("name-unresolved", { host: host.slice(0, 255), why: "not a host" });
  }
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

async function resolve(host: string, resolver: Resolver, budget: Budget): Promise<string[]> {
  if (readAddress(host) !== null) return [host];
  // RFC 7686: such a name would be told to name servers that can know nothing of it.
  if (/(^|\.)onion\.?$/.test(host))
    throw new ProbeProblem("name-unresolved", { host, why: "an onion name is not in the DNS" });
  const late = new ProbeProblem("dns-timeout", { host });
  const addresses = await waitFor<string[]>(budget, reachMs, late, ({ resolve: done, reject }) => {
    resolver(host).then(done, (error: unknown) =>
      reject(new ProbeProblem("name-unresolved", { host, why: errorCode(error) })),
    );
    return () => undefined;
  });
  if (addresses.length === 0)
    throw new ProbeProblem("name-unresolved", { host, why: "no address" });
  return addresses;
}

function refuseUnlessAllowed(address: string, allow: readonly string[]): void {
  const decision = addressDecision(address, allow);
  if (!decision.allowed) throw new ProbeProblem("address-refused", decision.params);
}

/** Tries the checked addresses in order, each with its share of the time that is left. */
async function connectToFirst(
  tried: string[],
  port: number,
  budget: Budget,
): Promise<{ socket: Socket; address: string }> {
  const problems: ProbeProblem[] = [];
  for (const [index, address] of tried.entries()) {
    try {
      const shareMs = remainingMs(budget) / (tried.length - index);
      return { socket: await connectTo(address, port, budget, shareMs), address };
    } catch (error) {
      if (!(error instanceof ProbeProblem) || error.reason.code === "cancelled") throw error;
      problems.push(error);
    }
  }
  // A refusal is the target's word only when no other address was left without an answer.
  const byWeight = ["connect-timeout", "connection-closed", "connection-refused", "unreachable"];
  problems.sort((a, b) => byWeight.indexOf(a.reason.code) - byWeight.indexOf(b.reason.code));
  throw problems[0] ?? new ProbeProblem("unreachable", { port });
}

const refusals: Readonly<
  Record<string, "connection-refused" | "connection-closed" | "connect-timeout">
> = {
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-closed",
  ETIMEDOUT: "connect-timeout",
};

function connectTo(address: string, port: number, budget: Budget, ms: number): Promise<Socket> {
  const late = new ProbeProblem("connect-timeout", { address, port });
  return waitFor<Socket>(budget, ms, late, ({ resolve: done, reject }) => {
    const socket = connectSocket({ host: address, port, autoSelectFamily: false, noDelay: true });
    socket.once("connect", () => done(socket));
    const failed = (error: Error) => {
      const code = errorCode(error);
      reject(new ProbeProblem(refusals[code] ?? "unreachable", { address, port, why: code }));
    };
    // Stays for the socket's life: an error that nobody hears would end the process.
    socket.on("error", failed);
    return () => socket.destroy();
  });
}
