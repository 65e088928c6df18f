import ipaddr from "ipaddr.js";
import { type Address, embedded, tailOf } from "@/lib/probe/embedded-address";

/**
 * Which addresses a probe may reach. Pure: it decides, it connects to nothing.
 * Everything that is not plainly a public unicast address is refused unless an entry of the
 * environment's allow-list covers it; addresses of cloud metadata services are refused always.
 */

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
