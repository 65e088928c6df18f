import { describe, expect, it } from "vitest";
import {
  readAllow,
  readPorts,
  readVariables,
  writeVariables,
} from "@/components/projects/read-lines";

describe("variables, one a line", () => {
  it("are read, with = in the value and empty lines between", () => {
    const text = "BASE_URL = https://example.com/?a=b\n\nREGION=ap-northeast-2\r\n";
    const value = { BASE_URL: "https://example.com/?a=b", REGION: "ap-northeast-2" };
    expect(readVariables(text)).toEqual({ ok: true, value });
    expect(readVariables(writeVariables(value))).toEqual({ ok: true, value });
  });

  it.each([
    ["A=1\nno sign", 2],
    ["=x", 1],
    ["1A=x", 1],
    ["A=1\nB=2\nA=3", 3],
  ])("%j is told with its line", (text, line) => {
    expect(readVariables(text)).toEqual({ ok: false, line });
  });
});

describe("addresses, one a line", () => {
  it("are read once each", () => {
    expect(readAllow("10.0.0.0/8\n::1\n10.0.0.0/8\n")).toEqual({
      ok: true,
      value: ["10.0.0.0/8", "::1"],
    });
  });

  it.each([
    ["10.0.0.0/8\nlocalhost", 2],
    ["10.0.0.0/33", 1],
    ["010.0.0.1", 1],
    ["10.1", 1],
  ])("%j is told with its line", (text, line) => {
    expect(readAllow(text)).toEqual({ ok: false, line });
  });
});

describe("ports, divided by commas or blanks", () => {
  it("are read once each", () => {
    expect(readPorts(" 22, 25\n465 22")).toEqual({ ok: true, value: [22, 25, 465] });
    expect(readPorts("")).toEqual({ ok: true, value: [] });
  });

  it.each(["0", "65536", "22, http", "-1", "1.5"])("%j is refused", (text) => {
    expect(readPorts(text)).toEqual({ ok: false, line: 1 });
  });
});
