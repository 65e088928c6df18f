import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPlainEvent } from "@/lib/dossier/read-statement";
import { eventSchema } from "@/lib/dossier/schema";
import { canonical } from "@/lib/log/event";

const plain = {
  actor: { id: "somebody", kind: "person" },
  after: { state: "done" },
  at: "2026-02-28T10:00:00.000Z",
  before: null,
  kind: "item.changed",
  number: 1,
  prev: "",
  stream: { id: "one", kind: "deployment" },
  subject: { item: "a/b", note: null },
  v: 1,
  via: "browser",
};

const names = Object.keys(plain);
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    ...[
      "2026-02-30T10:00:00.000Z",
      "2026-02-28",
      "a".repeat(64),
      "A".repeat(64),
      1,
      0,
      1.5,
      2 ** 60,
    ],
    { id: "x", kind: "deployment" },
    { id: "x", kind: "person" },
    { id: "x", kind: "person", more: 1 },
    { kind: "system", name: "x" },
    { kind: "system", id: "x" },
    { id: "x", kind: "team" },
    JSON.parse('{"__proto__":"x"}'),
  ),
);

/** What the schema says of it, and whether it leaves its canonical form as it was. */
function readsTheSame(value: unknown): boolean {
  const read = eventSchema.safeParse(value);
  return read.success && canonical(read.data) === canonical(value);
}

describe("an event looked at without its schema", () => {
  it("is plain as the log writes it", () => {
    expect(isPlainEvent(plain)).toBe(true);
    expect(isPlainEvent({ ...plain, actor: { kind: "system", name: "rule" } })).toBe(true);
    expect(isPlainEvent({ ...plain, number: 7, prev: "0".repeat(64) })).toBe(true);
  });

  it("is never called plain where the schema refuses it or reads something else", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names, "more", "__proto__"),
        odd,
        fc.boolean(),
        (name, value, drop) => {
          const entries = Object.entries(plain).filter(([one]) => !drop || one !== name);
          const changed = JSON.parse(JSON.stringify(Object.fromEntries(entries)));
          if (!drop)
            Object.defineProperty(changed, name, { value, enumerable: true, configurable: true });
          if (isPlainEvent(changed)) expect(readsTheSame(changed)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each(names)("is not plain without its %s", (name) => {
    const { [name as keyof typeof plain]: _, ...rest } = plain;
    expect(isPlainEvent(rest)).toBe(false);
    expect(isPlainEvent({ ...rest, more: 1 })).toBe(false);
  });
});
