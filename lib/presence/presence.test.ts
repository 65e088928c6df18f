import { describe, expect, it } from "vitest";
import { createPresence, type Present } from "@/lib/presence/presence";

const mina: Present = { id: "1", name: "Mina" };
const ada: Present = { id: "2", name: "Ada" };

/** Processes over one database: what one sends all others hear. */
function processes(count: number, now: () => number = () => 0) {
  const all: ReturnType<typeof createPresence>[] = [];
  for (let i = 0; i < count; i += 1) {
    all.push(createPresence((hint) => all.forEach((other) => void other.heard(hint)), now));
  }
  const [one, two] = all;
  if (!one || !two) throw new Error("two processes at least");
  return { one, two };
}

describe("who is looking", () => {
  it("is the same for viewers on different server processes", () => {
    const { one, two } = processes(2);
    const seen: Record<string, string[]> = {};
    one.join("d", mina, (people) => {
      seen.mina = people.map(({ name }) => name);
    });
    two.join("d", ada, (people) => {
      seen.ada = people.map(({ name }) => name);
    });
    expect(seen).toEqual({ mina: ["Ada", "Mina"], ada: ["Ada", "Mina"] });
  });

  it("names a person once, however many tabs, until the last one leaves", () => {
    const { one, two } = processes(2);
    let seen: string[] = [];
    one.join("d", mina, (people) => {
      seen = people.map(({ name }) => name);
    });
    const leave = [two.join("d", ada, () => {}), two.join("d", ada, () => {})];
    expect(seen).toEqual(["Ada", "Mina"]);
    leave[0]?.();
    expect(seen).toEqual(["Ada", "Mina"]);
    leave[1]?.();
    expect(seen).toEqual(["Mina"]);
  });

  it("forgets a process that has gone silent", () => {
    let now = 0;
    const one = createPresence(
      () => {},
      () => now,
    );
    let seen: string[] = [];
    one.join("d", mina, (people) => {
      seen = people.map(({ name }) => name);
    });
    one.heard({ process: "gone", stream: "d", people: [ada], ask: false });
    expect(seen).toEqual(["Ada", "Mina"]);
    now = 60_000;
    one.refresh();
    expect(seen).toEqual(["Mina"]);
  });
});
