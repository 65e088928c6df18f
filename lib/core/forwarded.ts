import ipaddr from "ipaddr.js";

/** Carries the address of who asks to our own code; from outside it is always removed. */
export const CLIENT_HEADER = "x-countersign-client";

type Headers = Record<string, string | string[] | undefined>;
type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];
export type TrustedNetworks = readonly Network[];

/** The networks of a list of addresses and CIDR ranges; throws on one that is neither. */
export function trustedNetworks(list: readonly string[]): TrustedNetworks {
  return list.map((text) => {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  });
}

/**
 * What of a request's headers may be believed: forwarded ones only from a trusted proxy. The client is
 * the right-most address of X-Forwarded-For that is not such a proxy: those to its left anybody may write.
 */
export function believed(
  headers: Headers,
  remoteAddress: string | undefined,
  trusted: TrustedNetworks,
): Headers {
  const fromProxy = isTrusted(remoteAddress, trusted);
  const kept = Object.entries(headers).filter(
    ([name]) => name !== CLIENT_HEADER && (fromProxy || !isForwarded(name)),
  );
  const client = fromProxy
    ? clientBehind(headers["x-forwarded-for"], remoteAddress, trusted)
    : plain(remoteAddress);
  return { ...Object.fromEntries(kept), [CLIENT_HEADER]: client };
}

function isForwarded(name: string): boolean {
  return name === "forwarded" || name === "x-real-ip" || name.startsWith("x-forwarded-");
}

function clientBehind(
  forwardedFor: string | string[] | undefined,
  remote: string | undefined,
  trusted: TrustedNetworks,
) {
  const hops = [forwardedFor ?? []]
    .flat()
    .flatMap((line) => line.split(",").map((part) => part.trim()));
  for (const hop of hops.reverse()) {
    const address = withoutPort(hop);
    if (!ipaddr.isValid(address)) break; // what a broken hop says of those before it counts for nothing
    if (!isTrusted(address, trusted)) return plain(address);
  }
  return plain(remote);
}

function isTrusted(address: string | undefined, trusted: TrustedNetworks): boolean {
  if (!address || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return trusted.some(
    ([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits),
  );
}

/** IPv4 addresses that arrive over an IPv6 socket are shown as what they are. */
function plain(address: string | undefined): string {
  return address && ipaddr.isValid(address) ? ipaddr.process(address).toString() : "unknown";
}

function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1];
  return bracketed ?? (/^[\d.]+:\d+$/.test(hop) ? hop.slice(0, hop.indexOf(":")) : hop);
}
