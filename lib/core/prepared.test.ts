import { describe, expect, it } from "vitest";
import { mayPrepare, preparedNames } from "@/lib/core/prepared";

describe("names of prepared statements", () => {
  it("are given to texts that come again, and stay", () => {
    const nameOf = preparedNames();
    expect([nameOf("select 1"), nameOf("select 1")]).toEqual([undefined, undefined]);
    const name = nameOf("select 1");
    expect(name).toBeTypeOf("string");
    expect(nameOf("select 1")).toBe(name);
  });

  it("differ from text to text, and come to an end", () => {
    const nameOf = preparedNames();
    const texts = Array.from({ length: 300 }, (_, index) => `select ${index}`);
    const names = texts.flatMap((text) => [nameOf(text), nameOf(text), nameOf(text)].at(-1) ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(200);
  });

  it("are not used behind a pooler that loses them", () => {
    expect(mayPrepare("postgresql://app:secret@localhost/countersign")).toBe(true);
    expect(mayPrepare("postgresql://app:secret@pooler/countersign?pgbouncer=true")).toBe(false);
  });
});
