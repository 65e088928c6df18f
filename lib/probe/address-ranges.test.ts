import fc from "fast-check";
import { expect, test } from "vitest";
import { addressDecision } from "@/lib/probe/address";

/**
 * The registries of special addresses (IANA, RFC 6890 and later), read and compared by arithmetic of this test's own:
 * whatever the product uses to read addresses, it must refuse what these say is not public.
 */

type Bits = { value: bigint; width: 32 | 128 };

const v4 = (text: string): Bits => ({
  value: text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n),
  width: 32,
});

/** Eight groups of hexadecimal digits, of which one run of zeros may be left out. */
function v6(text: string): Bits {
  const [head = "", tail] = text.split("::");
  const groups = (part: string) => part.split(":").filter(Boolean);
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const all = [...left, ...Array(8 - left.length - right.length).fill("0"), ...right];
  const value = all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
  return { value, width: 128 };
}

const within = ({ value, width }: Bits, cidr: string): boolean => {
  const [text = "", length] = cidr.split("/");
  const network = text.includes(":") ? v6(text) : v4(text);
  const shift = BigInt(network.width - Number(length));
  return width === network.width && value >> shift === network.value >> shift;
};

const special4 = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"],
  ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
];
const special6 = [
  ...[
    "::/8",
    "100::/8",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
  ],
  ...["3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
];
const metadata4 = [
  "169.254.169.254",
  "169.254.170.2",
  "168.63.129.16",
  "100.100.100.200",
  "192.0.0.192",
];

const bits = (width: 32 | 128) => fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n });

/** Any address, and often one near the edge of a special range. */
const any = (width: 32 | 128, special: string[]) => {
  const near = fc.tuple(fc.constantFrom(...special), bits(width)).map(([cidr, host]) => {
    const [text = "", length] = cidr.split("/");
    const network = width === 32 ? v4(text) : v6(text);
    const shift = BigInt(width - Number(length));
    const base = network.value >> shift;
    const edge = [base - 1n, base, base + 1n][Number(host % 3n)] ?? base;
    const low = [0n, (1n << shift) - 1n, host % (1n << shift)][Number((host >> 2n) % 3n)] ?? 0n;
    return BigInt.asUintN(width, (edge << shift) | low);
  });
  return fc.oneof(bits(width), near);
};

const show4 = (value: bigint) =>
  [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
const show6 = (value: bigint) =>
  Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - index * 16)) & 65_535n).toString(16),
  ).join(":");

const allowed = (address: string, ...allow: string[]) => addressDecision(address, allow).allowed;

test("no IPv4 address of a special range is reached, and every other one is", () => {
  fc.assert(
    fc.property(any(32, special4), (value) => {
      const address = show4(value);
      const special = special4.some((cidr) => within({ value, width: 32 }, cidr));
      if (special) expect(allowed(address), address).toBe(false);
      // AS112 and AMT anycast are public in the registry and refused here; nothing else is.
      const anycast = ["192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24"];
      const spared = [...anycast, ...metadata4.map((one) => `${one}/32`)];
      if (!special && !spared.some((cidr) => within({ value, width: 32 }, cidr))) {
        expect(allowed(address), address).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});

test("no IPv6 address of a special range, or outside of what is public, is reached", () => {
  fc.assert(
    fc.property(any(128, special6), (value) => {
      const address = show6(value);
      const isPublic = within({ value, width: 128 }, "2000::/3");
      const special = special6.some((cidr) => within({ value, width: 128 }, cidr));
      if (special || !isPublic) expect(allowed(address), address).toBe(false);
    }),
    { numRuns: 3000 },
  );
});

/** Every way in which an IPv6 address carries an IPv4 one. `prefix`: the 96 bits before it, where it is last. */
function carriers(inner: bigint, noise: bigint): string[] {
  const after = (prefix: string) => show6(v6(prefix).value | inner);
  const inverted = inner ^ 0xffffffffn;
  const interfaceId = (id: string) =>
    show6((0x2600n << 112n) | ((noise & 0xffffffn) << 64n) | (v6(id).value & ~0xffffffffn) | inner);
  const [high, low] = [inner >> 16n, inner & 0xffffn];
  const local = v6("64:ff9b:1::").value;
  return [
    ...["::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::"].map(after),
    // 6to4, with any subnet and host behind it
    show6((0x2002n << 112n) | (inner << 80n) | (noise & ((1n << 80n) - 1n))),
    // Teredo: as client, inverted, and as server
    show6((0x20010000n << 96n) | (0x08080808n << 64n) | ((noise & 0xffffffffn) << 32n) | inverted),
    show6((0x20010000n << 96n) | (inner << 64n) | ((noise & 0xffffffffn) << 32n) | 0xf7f7f7f7n),
    // ISATAP, local and global
    interfaceId("::5efe:0:0"),
    interfaceId("::200:5efe:0:0"),
    // NAT64 with prefixes of 48, 56 and 64 bits: the address goes around the eighth byte
    show6(local | (high << 64n) | (low << 40n)),
    show6(local | ((inner >> 24n) << 64n) | ((inner & 0xffffffn) << 32n)),
    show6(local | (inner << 24n)),
  ];
}

const refused4 = any(32, special4).filter((value) =>
  special4.some((cidr) => within({ value, width: 32 }, cidr)),
);

test("no refused IPv4 address is reached inside IPv6, even when all of IPv6 is open", () => {
  fc.assert(
    fc.property(refused4, bits(128), (inner, noise) => {
      // `::` and `::1` are addresses of their own.
      fc.pre(inner > 1n);
      for (const address of carriers(inner, noise)) {
        expect(allowed(address, "::/0"), `${show4(inner)} in ${address}`).toBe(false);
      }
    }),
    { numRuns: 1000 },
  );
});

test("metadata is refused whatever is open, in whatever it is wrapped", () => {
  fc.assert(
    fc.property(fc.constantFrom(...metadata4), bits(128), (address, noise) => {
      const inner = v4(address).value;
      // Behind an operator's own NAT64 prefix, too, of which nobody knows here.
      const own = show6((0x2001_0dban << 96n) | ((noise & 0xffffn) << 64n) | inner);
      for (const wrapped of [address, own, ...carriers(inner, noise)]) {
        const decision = addressDecision(wrapped, ["0.0.0.0/0", "::/0", wrapped]);
        expect(decision, wrapped).toMatchObject({ allowed: false, code: "metadata" });
      }
    }),
  );
});
