import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { addressDecision, readAllowEntry } from "@/lib/probe/address";
import { describeAllow } from "@/lib/probe/describe-allow";

const only = (entry: string) => describeAllow([entry]).entries[0];

describe("an entry says what it opens", () => {
  test.each<[string, number, string[]]>([
    ["127.0.0.1", 0, ["loopback"]],
    ["::1", 0, ["loopback"]],
    ["10.0.3.0/24", 8, ["private"]],
    ["10.0.0.0/7", 25, ["private"]],
    ["fd00::/8", 120, ["unique-local"]],
    ["fe80::/64", 64, ["link-local"]],
    ["64:ff9b::/96", 32, ["ipv4-in-ipv6"]],
    ["8.8.8.8", 0, []],
    ["2606:4700::/32", 96, []],
    ["192.0.0.0/8", 24, ["private", "reserved"]],
    ["172.0.0.0/8", 24, ["private"]],
  ])("%s", (entry, power, opens) => {
    expect(only(entry)).toMatchObject({ entry, power, opens, everything: false });
  });

  test("all of IPv4, all of IPv6, and what stays closed in them", () => {
    expect(only("0.0.0.0/0")).toMatchObject({
      everything: true,
      opens: [
        "loopback",
        "private",
        "link-local",
        "carrier-nat",
        "multicast",
        "unspecified",
        "reserved",
      ],
    });
    expect(only("0.0.0.0/0")?.closed).toContain("169.254.169.254");
    expect(only("::/0")).toMatchObject({ everything: true, power: 128 });
    expect(only("::/0")?.closed).toContain("fd00:ec2::254");
    expect(only("169.254.0.0/16")?.closed).toContain("169.254.170.2");
    expect(only("168.63.129.16")).toMatchObject({ opens: [], closed: ["168.63.129.16"] });
  });

  test("what is no address is told, and the rest is still described", () => {
    const read = describeAllow(["localhost", "10.0.0.0/8", "10.0.0.0/33", "fe80::1%eth0"]);
    expect(read.unknown).toEqual(["localhost", "10.0.0.0/33", "fe80::1%eth0"]);
    expect(read.entries.map(({ entry }) => entry)).toEqual(["10.0.0.0/8"]);
  });
});

/** An address of the network, chosen by `host`, whose bits stand where the network leaves them free. */
function within([network, bits]: NonNullable<ReturnType<typeof readAllowEntry>>, host: Uint8Array) {
  const bytes = network.toByteArray().map((byte, index) => {
    const free = Math.min(8, Math.max(0, (index + 1) * 8 - bits));
    const mask = (1 << free) - 1;
    return (byte & ~mask & 0xff) | ((host[index] ?? 0) & mask);
  });
  return ipaddr.fromByteArray(bytes).toString();
}

test("what an entry opens for the guard, its description names", () => {
  const near = fc.constantFrom(
    ...["10.0.0.0", "127.0.0.0", "169.254.0.0", "192.0.0.0", "100.64.0.0", "224.0.0.0", "8.8.8.0"],
    ...["::", "64:ff9b::", "fc00::", "fe80::", "ff00::", "2001::", "2002::", "2600::", "4000::"],
  );
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(near, fc.nat(128), bytes, (base, wish, host) => {
      const entry = `${base}/${base.includes(":") ? wish : wish % 33}`;
      const range = readAllowEntry(entry);
      const described = only(entry);
      if (range === null || described === undefined) throw new Error(entry);
      const address = within(range, host);
      const opened =
        !addressDecision(address, []).allowed && addressDecision(address, [entry]).allowed;
      if (opened) expect(described.opens, `${entry} ${address}`).not.toEqual([]);
    }),
    { numRuns: 3000 },
  );
});
