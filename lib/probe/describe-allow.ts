import { type AllowRange, metadataAddresses, readAllowEntry } from "@/lib/probe/address";

/** What an allow-list opens, for the person who writes it: said before it is saved. Pure. */

export const specialRanges = [
  "loopback",
  "private",
  "link-local",
  "unique-local",
  "carrier-nat",
  "multicast",
  "unspecified",
  "ipv4-in-ipv6",
  "reserved",
] as const;
export type SpecialRange = (typeof specialRanges)[number];

export type AllowedEntry = {
  entry: string;
  /** Addresses in it: 2 to this power. */
  power: number;
  /** Ranges that are refused otherwise, and of which it opens some or all. */
  opens: SpecialRange[];
  /** Metadata addresses in it: they stay closed. */
  closed: string[];
  /** Nearly all of the internal addresses there are. */
  everything: boolean;
};

export type AllowDescription = {
  entries: AllowedEntry[];
  /** Neither addresses nor networks. */
  unknown: string[];
};

/** The narrowest of these that holds an address names it; what none of them holds is open without an entry. */
const named: readonly (readonly [SpecialRange, string])[] = [
  ["reserved", "192.0.0.0/24"],
  ["reserved", "192.0.2.0/24"],
  ["reserved", "192.31.196.0/24"],
  ["reserved", "192.52.193.0/24"],
  ["reserved", "192.88.99.0/24"],
  ["reserved", "192.175.48.0/24"],
  ["reserved", "198.18.0.0/15"],
  ["reserved", "198.51.100.0/24"],
  ["reserved", "203.0.113.0/24"],
  ["reserved", "240.0.0.0/4"],
  ["unspecified", "0.0.0.0/8"],
  ["loopback", "127.0.0.0/8"],
  ["private", "10.0.0.0/8"],
  ["private", "172.16.0.0/12"],
  ["private", "192.168.0.0/16"],
  ["link-local", "169.254.0.0/16"],
  ["carrier-nat", "100.64.0.0/10"],
  ["multicast", "224.0.0.0/4"],
  // Of IPv6 only 2000::/3 is public, and not all of that.
  ["reserved", "::/3"],
  ["reserved", "4000::/2"],
  ["reserved", "8000::/1"],
  ["reserved", "2001::/23"],
  ["reserved", "2001:db8::/32"],
  ["reserved", "2620:4f:8000::/48"],
  ["reserved", "3fff::/20"],
  ["unspecified", "::/128"],
  ["loopback", "::1/128"],
  ["link-local", "fe80::/10"],
  ["unique-local", "fc00::/7"],
  ["multicast", "ff00::/8"],
  ["ipv4-in-ipv6", "::/96"],
  ["ipv4-in-ipv6", "::ffff:0:0/96"],
  ["ipv4-in-ipv6", "::ffff:0:0:0/96"],
  ["ipv4-in-ipv6", "64:ff9b::/96"],
  ["ipv4-in-ipv6", "64:ff9b:1::/48"],
  ["ipv4-in-ipv6", "2002::/16"],
  ["ipv4-in-ipv6", "2001::/32"],
];

type Named = { name: SpecialRange; range: AllowRange };
const ranges: readonly Named[] = named.flatMap(([name, cidr]) => {
  const range = readAllowEntry(cidr);
  return range === null ? [] : [{ name, range }];
});

export function describeAllow(list: readonly string[]): AllowDescription {
  const description: AllowDescription = { entries: [], unknown: [] };
  for (const entry of list) {
    const range = readAllowEntry(entry);
    if (range === null) description.unknown.push(entry);
    else description.entries.push(describe(entry, range));
  }
  return description;
}

function describe(entry: string, range: AllowRange): AllowedEntry {
  const [address, bits] = range;
  const ipv4 = address.kind() === "ipv4";
  const inside = ranges.filter((one) => holds(range, one.range) && one.range[1] > bits);
  const around = ranges.filter((one) => holds(one.range, range));
  const narrowest = around.sort((a, b) => b.range[1] - a.range[1]).slice(0, 1);
  const opened = new Set([...narrowest, ...inside].map(({ name }) => name));
  return {
    entry,
    power: (ipv4 ? 32 : 128) - bits,
    opens: specialRanges.filter((name) => opened.has(name)),
    closed: metadataAddresses
      .filter((one) => holds(range, [one, ipv4 ? 32 : 128]))
      .map((one) => one.toString()),
    everything: opened.size >= 4,
  };
}

/** Whether all of `inner` lies in `outer`. */
function holds(outer: AllowRange, inner: AllowRange): boolean {
  return (
    outer[0].kind() === inner[0].kind() &&
    inner[1] >= outer[1] &&
    inner[0].match(outer[0], outer[1])
  );
}
