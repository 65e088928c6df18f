import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressDecision, readAllowEntry } from "@/lib/probe/address";
import { canonicalHost } from "@/lib/probe/guard";

const allowed = (address: string, ...allow: string[]) => addressDecision(address, allow).allowed;

describe("refused unless the environment opens the range", () => {
  test.each([
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["10.0.0.1", "private"],
    ["172.16.0.1", "private"],
    ["192.168.1.1", "private"],
    ["169.254.1.1", "linkLocal"],
    ["100.64.0.1", "carrierGradeNat"],
    ["0.0.0.0", "unspecified"],
    ["0.1.2.3", "unspecified"],
    ["224.0.0.1", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["192.0.2.1", "reserved"],
    ["198.18.0.1", "reserved"],
    ["::", "unspecified"],
    ["::1", "loopback"],
    ["fe80::1", "linkLocal"],
    ["fc00::1", "uniqueLocal"],
    ["fd12:3456::1", "uniqueLocal"],
    ["fec0::1", "deprecatedSiteLocal"],
    ["ff02::1", "multicast"],
    ["2001:db8::1", "reserved"],
    ["100::1", "discard"],
    ["4000::1", "reserved"],
    ["::ffff:8.8.8.8", "ipv4-in-ipv6"],
    ["::8.8.8.8", "ipv4-in-ipv6"],
    ["::ffff:0:8.8.8.8", "ipv4-in-ipv6"],
    ["64:ff9b::808:808", "ipv4-in-ipv6"],
    ["64:ff9b:1::808:808", "ipv4-in-ipv6"],
    ["2002:808:808::1", "ipv4-in-ipv6"],
    ["2001:0:808:808::1", "ipv4-in-ipv6"],
    ["2600::5efe:808:808", "ipv4-in-ipv6"],
  ])("%s", (address, range) => {
    expect(addressDecision(address, [])).toMatchObject({
      allowed: false,
      code: "range",
      params: { range },
    });
  });

  test("public unicast is open", () => {
    expect(allowed("8.8.8.8")).toBe(true);
    expect(allowed("2606:4700::1111")).toBe(true);
  });

  test("an entry opens its range and nothing else", () => {
    expect(allowed("10.1.2.3", "10.0.0.0/8")).toBe(true);
    expect(allowed("10.1.2.3", "10.1.2.3")).toBe(true);
    expect(allowed("10.1.2.3", "10.1.2.4")).toBe(false);
    expect(allowed("10.1.2.3", "not an entry", "10.0.0.0/33", "10.0.0.0/8/8", "10/8", "")).toBe(
      false,
    );
    expect(allowed("::1", "::1/128")).toBe(true);
    expect(allowed("::1", "127.0.0.0/8")).toBe(false);
  });

  test("opening the wrapping does not open what is wrapped", () => {
    expect(allowed("::ffff:127.0.0.1", "127.0.0.0/8")).toBe(false);
    expect(allowed("::ffff:127.0.0.1", "::/0")).toBe(false);
    expect(allowed("::ffff:127.0.0.1", "::/0", "127.0.0.0/8")).toBe(true);
    expect(allowed("64:ff9b::808:808", "64:ff9b::/96")).toBe(true);
  });
});

const everything = ["0.0.0.0/0", "::/0"];

test.each([
  "169.254.169.254",
  "169.254.170.2",
  "168.63.129.16",
  "100.100.100.200",
  "fd00:ec2::254",
  "fd00:0ec2:0:0:0:0:0:0254",
  "::ffff:169.254.169.254",
  "::169.254.169.254",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1:a9fe:a9:fe00::",
  "64:ff9b:1::a9fe:a9fe",
  "2002:a9fe:a9fe::1",
  "2001:0:1:1::5601:5601",
  "fe80::5efe:a9fe:a9fe",
])("metadata %s is refused whatever is open", (address) => {
  expect(addressDecision(address, everything)).toMatchObject({ allowed: false, code: "metadata" });
});

test.each([
  "",
  "localhost",
  "127.1",
  "0177.0.0.1",
  "2130706433",
  "1.2.3",
  "fe80::1%eth0",
  "[::1]",
  "1.2.3.4 ",
])("%j is not an address for the guard", (text) => {
  expect(addressDecision(text, everything)).toMatchObject({
    allowed: false,
    code: "not-an-address",
  });
});

test("entries are CIDRs or single addresses", () => {
  expect(readAllowEntry(" 10.0.0.0/8 ")?.[1]).toBe(8);
  expect(readAllowEntry("::1")?.[1]).toBe(128);
  expect(readAllowEntry("example.com")).toBeNull();
});

/** Every spelling of an IPv4 address that a URL or a C library understands. */
function spellings(parts: readonly [number, number, number, number]): string[] {
  const [a, b, c, d] = parts;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const octal = (part: number) => `0${part.toString(8)}`;
  const hex = (part: number) => `0x${part.toString(16)}`;
  const dotted = parts.join(".");
  const wide = [...dotted].map((char) =>
    char === "." ? "。" : String.fromCharCode(char.charCodeAt(0) + 0xfee0),
  );
  return [
    dotted,
    `${dotted}.`,
    String(whole),
    hex(whole),
    octal(whole),
    parts.map(octal).join("."),
    parts.map(hex).join("."),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${hex(a)}.${octal(b)}.${c}.${d}`,
    wide.join(""),
    [...dotted].map((char) => `%${char.charCodeAt(0).toString(16)}`).join(""),
  ];
}

const byte = fc.nat(255);
const parts = fc.tuple(byte, byte, byte, byte);

test("every spelling of an IPv4 address is decided like the address", () => {
  fc.assert(
    fc.property(parts, (four) => {
      const plain = addressDecision(four.join("."), []).allowed;
      for (const spelling of spellings(four)) {
        expect(addressDecision(canonicalHost(spelling), []).allowed, spelling).toBe(plain);
      }
    }),
  );
});

test("no wrapping of a refused IPv4 address gets through, even when all of IPv6 is open", () => {
  const refused = fc.oneof(
    parts.map(([, b, c, d]) => [127, b, c, d] as const),
    parts.map(([, b, c, d]) => [10, b, c, d] as const),
    parts.map(([, , c, d]) => [192, 168, c, d] as const),
    fc.constant([169, 254, 169, 254] as const),
  );
  fc.assert(
    fc.property(refused, ([a, b, c, d]) => {
      const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
      const pair = `${hex(a, b)}:${hex(c, d)}`;
      const inverted = `${hex(a ^ 255, b ^ 255)}:${hex(c ^ 255, d ^ 255)}`;
      const dotted = `${a}.${b}.${c}.${d}`;
      const wrapped = [
        `::ffff:${pair}`,
        `::ffff:${dotted}`,
        `::${pair}`,
        `::ffff:0:${pair}`,
        `64:ff9b::${pair}`,
        `2002:${pair}::1`,
        `2001:0:101:101::${inverted}`,
        `2600::5efe:${pair}`,
        `2600::200:5efe:${pair}`,
      ];
      for (const address of wrapped) {
        expect(allowed(canonicalHost(address), "::/0"), address).toBe(false);
        expect(allowed(canonicalHost(`[${address}]`), "::/0"), address).toBe(false);
      }
    }),
  );
});

test("no text makes a decision throw", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()),
      fc.array(fc.string()),
      (text, allow) => {
        expect(typeof addressDecision(text, allow).allowed).toBe("boolean");
      },
    ),
  );
});
