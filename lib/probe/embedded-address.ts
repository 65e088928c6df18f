import ipaddr from "ipaddr.js";

/** IPv4 addresses inside IPv6 ones. Pure. */

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

type Wrapping = { certain: ipaddr.IPv4[]; possible: ipaddr.IPv4[] };

const prefixes = {
  compatible: "::/96",
  mapped: "::ffff:0:0/96",
  translated: "::ffff:0:0:0/96",
  nat64: "64:ff9b::/96",
  localNat64: "64:ff9b:1::/48",
  sixToFour: "2002::/16",
  teredo: "2001::/32",
};

/**
 * IPv4 addresses that an IPv6 address carries. `certain`: the packet goes there. `possible`
 * adds the layouts that depend on somebody's configuration.
 */
export function embedded(address: Address): Wrapping {
  if (!(address instanceof ipaddr.IPv6)) return { certain: [], possible: [] };
  const bytes = address.toByteArray();
  const within = (cidr: string) => address.match(ipaddr.IPv6.parseCIDR(cidr));
  const at = (...places: number[]) => new ipaddr.IPv4(places.map((place) => bytes[place] ?? 0));
  const known = (found: ipaddr.IPv4) => ({ certain: [found], possible: [found] });
  if (within(prefixes.compatible)) {
    // `::` and `::1` are addresses of their own, not 0.0.0.0 and 0.0.0.1.
    const own = bytes.slice(0, 15).every((byte) => byte === 0) && (bytes[15] ?? 0) < 2;
    return own ? { certain: [], possible: [] } : known(at(12, 13, 14, 15));
  }
  const last = [prefixes.mapped, prefixes.translated, prefixes.nat64];
  if (last.some(within)) return known(at(12, 13, 14, 15));
  if (within(prefixes.sixToFour)) return known(at(2, 3, 4, 5));
  if (within(prefixes.teredo)) {
    const client = bytes.slice(12).map((byte) => byte ^ 0xff);
    const server = at(4, 5, 6, 7);
    return {
      certain: [new ipaddr.IPv4(client), server],
      possible: [new ipaddr.IPv4(client), server],
    };
  }
  if (within(prefixes.localNat64)) return localNat64(bytes);
  const isatap =
    ((bytes[8] ?? 0) & 0xfc) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  return isatap ? known(at(12, 13, 14, 15)) : { certain: [], possible: [] };
}

/**
 * RFC 6052 puts the IPv4 address at one of these places, by the length of the operator's prefix, and zeros after it.
 * Every layout that the zeros do not rule out counts as certain; 0.0.0.0 only when nothing else was read.
 */
function localNat64(bytes: readonly number[]): Wrapping {
  const layouts = [
    [6, 7, 9, 10],
    [7, 9, 10, 11],
    [9, 10, 11, 12],
    [12, 13, 14, 15],
  ];
  const at = (places: number[]) => new ipaddr.IPv4(places.map((place) => bytes[place] ?? 0));
  const fitting = layouts.filter((places) =>
    bytes.slice((places.at(-1) ?? 15) + 1).every((byte) => byte === 0),
  );
  const read = fitting.map(at);
  const said = read.filter((found) => found.toString() !== "0.0.0.0");
  return { certain: said.length > 0 ? said : read, possible: layouts.map(at) };
}

/** An operator's own NAT64 prefix cannot be known: metadata behind any prefix is metadata. */
export function tailOf(address: Address): ipaddr.IPv4[] {
  return address instanceof ipaddr.IPv6 ? [new ipaddr.IPv4(address.toByteArray().slice(12))] : [];
}
