import { describe, expect, it } from "vitest";
import { believed, CLIENT_HEADER, trustedNetworks } from "@/lib/core/forwarded";

const proxies = trustedNetworks(["10.0.0.0/8", "::1", "2001:db8::/32"]);
const forged = {
  host: "countersign.example",
  "x-forwarded-for": "198.51.100.7",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "https",
  "x-real-ip": "198.51.100.7",
  forwarded: "for=198.51.100.7",
  [CLIENT_HEADER]: "198.51.100.7",
};

describe("headers of somebody who is not a trusted proxy", () => {
  it("lose everything forwarded, and name the one who connected", () => {
    expect(believed(forged, "203.0.113.9", proxies)).toEqual({
      host: "countersign.example",
      [CLIENT_HEADER]: "203.0.113.9",
    });
  });

  it("are believed nowhere when no proxy is trusted", () => {
    expect(believed(forged, "10.1.2.3", [])).toEqual({
      host: "countersign.example",
      [CLIENT_HEADER]: "10.1.2.3",
    });
  });

  it("say unknown rather than nothing when the connection is already gone", () => {
    expect(believed({}, undefined, proxies)).toEqual({ [CLIENT_HEADER]: "unknown" });
  });
});

describe("headers of a trusted proxy", () => {
  const client = (forwardedFor: string | string[] | undefined, remote = "10.1.2.3") =>
    believed({ "x-forwarded-for": forwardedFor }, remote, proxies)[CLIENT_HEADER];

  it("are kept, but for our own, which is never taken from outside", () => {
    const kept = believed(forged, "10.1.2.3", proxies);
    expect(kept["x-forwarded-host"]).toBe("evil.example");
    expect(kept[CLIENT_HEADER]).toBe("198.51.100.7");
  });

  it("name the right-most client that is not a proxy: what is left of it anybody may have written", () => {
    expect(client("1.1.1.1, 198.51.100.7, 10.9.9.9")).toBe("198.51.100.7");
    expect(client(["1.1.1.1", "198.51.100.8, 10.9.9.9"])).toBe("198.51.100.8");
  });

  it("name the proxy itself when they name nobody, or only proxies", () => {
    expect(client(undefined)).toBe("10.1.2.3");
    expect(client("10.7.7.7, 10.8.8.8")).toBe("10.1.2.3");
  });

  it("do not reach past a hop that is no address", () => {
    expect(client("198.51.100.7, rubbish")).toBe("10.1.2.3");
  });

  it("may carry ports, brackets and IPv4 within IPv6", () => {
    expect(client("198.51.100.7:4711")).toBe("198.51.100.7");
    expect(client("[2001:db9::5]:4711")).toBe("2001:db9::5");
    expect(client("198.51.100.7", "::ffff:10.1.2.3")).toBe("198.51.100.7");
    expect(client("198.51.100.7", "2001:db8::9")).toBe("198.51.100.7");
    expect(client("::ffff:198.51.100.7")).toBe("198.51.100.7");
  });
});
