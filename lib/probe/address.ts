import ipaddr from "ipaddr.js";

/**
 * Which addresses a probe may reach. Pure: it decides, it connects to nothing.
 * Everything that is not plainly a public unicast address is refused unless an entry of the
 * environment's allow-list covers it; addresses of cloud metadata services are refused always.
 */

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export type AddressDecision =
  | { allowed: true }
  | {
      allowed: false;
      code: "not-an-address" | "metadata" | "range";
      params: { address: string; range: string };
    };

const metadata = [
  "169.254.169.254", // AWS, Google, Azure, Oracle, OpenStack and most others
  "169.254.170.2", // AWS task roles
  "169.254.170.23", // AWS pod identities
  "169.254.42.42", // Scaleway
  "169.254.0.23", // Tencent
  "168.63.129.16", // Azure's wire server
  "100.100.100.200", // Alibaba
  "192.0.0.192", // Oracle, first generation
  "fd00:ec2::254", // AWS
  "fd00:ec2::23", // AWS pod identities
  "fd20:ce::254", // Google
  "fd00:42::42", // Scaleway
];
export const metadataAddresses: readonly Address[] = metadata.map((text) => ipaddr.parse(text));
const metadataNames = new Set(metadataAddresses.map((address) => address.toNormalizedString()));

/** Strict: dotted decimal with four parts, or IPv6 without a zone. Anything else is null. */
export function readAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (text.includes("%") || !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.IPv6.parse(text);
}

export type AllowRange = readonly [Address, number];

/** An allow-list entry, a CIDR or a single address; null when it is neither. */
export function readAllowEntry(entry: string): AllowRange | null {
  const [text = "", bits, ...more] = entry.trim().split("/");
  const address = readAddress(text);
  if (address === null || more.length > 0) return null;
  const longest = address.kind() === "ipv4" ? 32 : 128;
  if (bits === undefined) return [address, longest];
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > longest) return null;
  return [address, Number(bits)];
}

export function addressDecision(text: string, allow: readonly string[]): AddressDecision {
  const address = readAddress(text);
  if (address === null) {
    return {
      allowed: false,
      code: "not-an-address",
      params: { address: text.slice(0, 64), range: "" },
    };
  }
  const inside = embedded(address);
  const shown = address.toString();
  if ([address, ...inside.possible, ...tailOf(address)].some(isMetadata)) {
    return { allowed: false, code: "metadata", params: { address: shown, range: "metadata" } };
  }
  const range = rangeOf(address, inside.possible.length > 0);
  if (range !== null && !covered(address, allow)) {
    return { allowed: false, code: "range", params: { address: shown, range } };
  }
  // Allowing the wrapping does not allow what is wrapped in it.
  for (const wrapped of inside.certain) {
    const decision = addressDecision(wrapped.toString(), allow);
    if (!decision.allowed) return { ...decision, params: { ...decision.params, address: shown } };
  }
  return { allowed: true };
}

function isMetadata(address: Address): boolean {
  return metadataNames.has(address.toNormalizedString());
}

/** An operator's own NAT64 prefix cannot be known: metadata behind any prefix is metadata. */
function tailOf(address: Address): ipaddr.IPv4[] {
  return address instanceof ipaddr.IPv6 ? [new ipaddr.IPv4(address.toByteArray().slice(12))] : [];
}

function covered(address: Address, allow: readonly string[]): boolean {
  return allow.some((entry) => {
    const range = readAllowEntry(entry);
    if (range === null || range[0].kind() !== address.kind()) return false;
    return address.match(range[0], range[1]);
  });
}

/** The name of the special range that an address is in; null for public unicast. */
function rangeOf(address: Address, wraps: boolean): string | null {
  const range = address.range();
  if (address.kind() === "ipv6" && wraps) return "ipv4-in-ipv6";
  if (range !== "unicast") return range;
  if (address.kind() === "ipv4") return null;
  return address.match(ipaddr.IPv6.parse("2000::"), 3) ? null : "reserved";
}

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
function embedded(address: Address): Wrapping {
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
