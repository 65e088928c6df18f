import { describe, expect, it } from "vitest";
import { createPresence, type PresenceHint, type Present, readHint } from "@/lib/presence/presence";

const mina: Present = { id: "1", name: "Mina" };
const ada: Present = { id: "2", name: "Ada" };

/** Processes over one database: what one sends all hear, itself included. */
function processes(now: () => number = () => 0) {
  const all: ReturnType<typeof createPresence>[] = [];
  const sent: PresenceHint[] = [];
  const send = (hint: PresenceHint) => {
    sent.push(hint);
    for (const process of all) process.heard(hint);
  };
  const [one, two] = [createPresence(send, now), createPresence(send, now)];
  all.push(one, two);
  return { one, two, sent };
}

/** A viewer who writes down every list that comes. */
function viewer() {
  const lists: string[][] = [];
  return {
    lists,
    onChange: (people: Present[]) => void lists.push(people.map(({ name }) => name)),
    last: () => lists.at(-1),
  };
}

describe("who is looking", () => {
  it("is the same for viewers on different server processes, whoever came first", () => {
    const { one, two } = processes();
    const [first, second] = [viewer(), viewer()];
    one.join("d", mina, first.onChange);
    two.join("d", ada, second.onChange);
    expect(first.lists).toEqual([["Mina"], ["Ada", "Mina"]]);
    expect(second.last()).toEqual(["Ada", "Mina"]);
  });

  it("names a person once, however many tabs, until the last one leaves", () => {
    const { one, two } = processes();
    const seen = viewer();
    one.join("d", mina, seen.onChange);
    const leave = [two.join("d", ada, () => {}), two.join("d", ada, () => {})];
    expect(seen.last()).toEqual(["Ada", "Mina"]);
    leave[0]?.();
    leave[0]?.();
    expect(seen.last()).toEqual(["Ada", "Mina"]);
    leave[1]?.();
    expect(seen.last()).toEqual(["Mina"]);
  });

  it("does not name who follows without looking, but tells them", () => {
    const { one, two } = processes();
    const [away, other] = [viewer(), viewer()];
    one.join("d", null, away.onChange);
    two.join("d", ada, other.onChange);
    expect(away.last()).toEqual(["Ada"]);
    expect(other.last()).toEqual(["Ada"]);
  });

  it("keeps deployments apart", () => {
    const { one, two } = processes();
    const seen = viewer();
    one.join("d", mina, seen.onChange);
    two.join("e", ada, () => {});
    expect(seen.lists).toEqual([["Mina"]]);
  });

  it("says nothing when nothing has changed", () => {
    const { one, two } = processes();
    const seen = viewer();
    one.join("d", mina, seen.onChange);
    two.join("d", ada, () => {});
    const before = seen.lists.length;
    for (const process of [one, two, two]) process.refresh();
    expect(seen.lists).toHaveLength(before);
  });

  it("forgets a process that has gone silent, and asks again after a loss", () => {
    let now = 0;
    const { one, two, sent } = processes(() => now);
    const seen = viewer();
    one.join("d", mina, seen.onChange);
    one.heard({ process: "gone", stream: "d", people: [ada], ask: false });
    expect(seen.last()).toEqual(["Ada", "Mina"]);
    now = 60_000;
    one.refresh(true);
    expect(seen.last()).toEqual(["Mina"]);
    two.join("d", ada, () => {});
    expect(seen.last()).toEqual(["Ada", "Mina"]);
    expect(sent.some(({ ask }) => ask)).toBe(true);
  });

  it("fits into a notice, however many look and whatever their names", () => {
    const { one, sent } = processes();
    for (let i = 0; i < 200; i += 1) {
      one.join("d", { id: `${"0".repeat(30)}${i}`, name: "가나다라마바사".repeat(4) }, () => {});
    }
    for (const hint of sent) expect(Buffer.byteLength(JSON.stringify(hint))).toBeLessThan(8_000);
  });
});

describe("a hint", () => {
  it("that is not ours is left alone", () => {
    expect(readHint("not JSON")).toBeNull();
    expect(readHint('{"process":1}')).toBeNull();
    const hint = { process: "p", stream: "s", people: [ada], ask: true };
    expect(readHint(JSON.stringify(hint))).toEqual(hint);
  });
});
