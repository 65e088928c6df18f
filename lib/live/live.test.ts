import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveState, StreamMessage } from "@/lib/live/messages";
import { sequence } from "@/lib/live/sequence";
import { joinTabs } from "@/lib/live/tabs";
import type { LogEvent } from "@/lib/log/event";
import { localServers, serveHttp } from "@/lib/testing/servers";

/** Tabs of one browser, over real locks and channels; the server is a real one too, its log a number. */
const servers = localServers();
const tabs: { leave(): void }[] = [];
let page: { document: EventTarget & { visibilityState: string }; window: EventTarget };

beforeEach(() => {
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  page = { document, window: new EventTarget() };
  vi.stubGlobal("document", page.document);
  vi.stubGlobal("window", page.window);
});

afterEach(async () => {
  vi.useRealTimers();
  for (const tab of tabs.splice(0)) tab.leave();
  await servers.closeAll();
  vi.unstubAllGlobals();
});

const stream = { kind: "deployment", id: "d" } as const;
const event = (number: number): LogEvent => ({
  ...{ v: 1, stream, number, at: "", kind: "test.written", subject: {}, before: null, after: null },
  ...{ actor: { kind: "system", name: "test" }, via: "job", prev: "" },
});

type Open = { response: ServerResponse; at: Map<string, number>; away: string[] };

/** Sends what a real server would: everything after the number that is asked for, then what happens. */
async function startServer() {
  const open = new Set<Open>();
  let last = 0;
  let connections = 0;
  let status = 200;
  const send = (to: Open, message: StreamMessage) =>
    to.response.write(`data: ${JSON.stringify(message)}\n\n`);
  const bring = (to: Open) => {
    for (const [s, at] of to.at) {
      for (let number = at + 1; number <= last; number += 1)
        send(to, { t: "event", s, event: event(number), names: {} });
      to.at.set(s, last);
    }
  };
  const { url } = await servers.keep(
    serveHttp((request, response) => {
      const search = new URL(request.url ?? "", "http://server").searchParams;
      connections += 1;
      if (status !== 200) return response.writeHead(status).end();
      response.writeHead(200, { "content-type": "text/event-stream" });
      const pairs = search.getAll("s").map((text): [string, number] => {
        const [id = "", after = "0"] = text.split(":");
        return [id, Number(after)];
      });
      const one = { response, at: new Map(pairs), away: search.getAll("away") };
      open.add(one);
      response.on("close", () => open.delete(one));
      for (const s of one.at.keys()) send(one, { t: "here", s, people: [] });
      bring(one);
      send(one, { t: "ready" });
    }),
  );
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => real(new URL(path, url), init));
  return {
    open,
    connections: () => connections,
    write(count: number) {
      last += count;
      for (const one of open) bring(one);
    },
    /** Written, but never told to who is connected. */
    lose(count: number) {
      last += count;
      for (const one of open) for (const s of one.at.keys()) one.at.set(s, last);
    },
    tell(message: StreamMessage) {
      for (const one of open) send(one, message);
    },
    answer(next: number) {
      status = next;
      for (const { response } of open) response.destroy();
    },
  };
}

function openTab(me: string, after: number, streamId = "d") {
  const got: number[] = [];
  const states: LiveState[] = [];
  const here: unknown[] = [];
  const order = sequence(() => after);
  const joined = joinTabs(me, {
    wants: () => new Map([[streamId, order.last()]]),
    onMessage(message) {
      if (!("s" in message) || message.s !== streamId) return;
      if (message.t === "here") here.push(message.people);
      if (message.t !== "event") return;
      const { number } = message.event;
      if (order.take(number, () => got.push(number)) === "gap") joined.changed(true);
    },
    onState: (state) => states.push(state),
  });
  tabs.push(joined);
  return { ...joined, got, here, state: () => states.at(-1) };
}

vi.setConfig({ testTimeout: 15_000 });

const upTo = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + 1 + index);

/** The network and the channels stay real. */
const timers: Parameters<typeof vi.useFakeTimers>[0] = {
  toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
};

/** With those timers: lets time pass, and the network answer, until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await vi.advanceTimersByTimeAsync(20);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const soon = { timeout: 5_000, interval: 5 };

describe("tabs of one browser", () => {
  it("share one connection, and each gets what follows its own number", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    server.write(10);
    const [one, two] = [openTab(me, 10), openTab(me, 4)];
    await vi.waitFor(() => expect(two.got).toEqual(upTo(4, 10)), soon);
    server.write(5);
    await vi.waitFor(() => expect(one.got).toEqual(upTo(10, 15)), soon);
    await vi.waitFor(() => expect(two.got).toEqual(upTo(4, 15)), soon);
    expect(server.open.size).toBe(1);
    expect([one.state(), two.state()]).toEqual(["live", "live"]);
  });

  it("bring a tab up to date that comes later, with an older page, and tell it who is here", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    server.write(10);
    const one = openTab(me, 10);
    await vi.waitFor(() => expect(one.state()).toBe("live"), soon);
    const two = openTab(me, 6);
    await vi.waitFor(() => expect(two.got).toEqual(upTo(6, 10)), soon);
    expect(two.here.length).toBeGreaterThan(0);
    expect(one.got).toEqual([]);
  });

  it("follow the streams of all, and let go of one that no tab wants any more", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    const [one, two] = [openTab(me, 0), openTab(me, 0, "e")];
    const asked = () => [...server.open].map(({ at }) => [...at.keys()].sort().join());
    await vi.waitFor(() => expect(asked()).toEqual(["d,e"]), soon);
    two.leave();
    await vi.waitFor(() => expect(asked()).toEqual(["d"]), soon);
    server.write(2);
    await vi.waitFor(() => expect(one.got).toEqual([1, 2]), soon);
  });

  it("go on when the connected tab closes", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    const one = openTab(me, 0);
    await vi.waitFor(() => expect(one.state()).toBe("live"), soon);
    const two = openTab(me, 0);
    server.write(3);
    await vi.waitFor(() => expect(two.got).toEqual(upTo(0, 3)), soon);
    one.leave();
    server.write(3);
    await vi.waitFor(() => expect(two.got).toEqual(upTo(0, 6)), soon);
    await vi.waitFor(() => expect(server.open.size).toBe(1), soon);
  });

  it("that leave again at once, as a page that is made twice, are not in the way", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    openTab(me, 0).leave();
    const two = openTab(me, 0);
    await Promise.resolve();
    two.leave();
    const three = openTab(me, 0);
    server.write(2);
    await vi.waitFor(() => expect(three.got).toEqual([1, 2]), soon);
    expect(server.open.size).toBe(1);
  });

  it("take over from a tab that the browser has frozen, which follows when it wakes", async () => {
    vi.useFakeTimers(timers);
    const [server, me] = [await startServer(), randomUUID()];
    const name = `countersign-live:${me}`;
    let taken = Promise.resolve();
    await new Promise<void>((held) => {
      const frozen = navigator.locks.request(name, () => {
        held();
        return new Promise(() => {});
      });
      taken = expect(frozen).rejects.toMatchObject({ name: "AbortError" });
    });
    const one = openTab(me, 0);
    await vi.advanceTimersByTimeAsync(3_000);
    await taken;
    await until(() => one.state() === "live");
    await navigator.locks.request(name, { steal: true }, () => null);
    await until(() => one.state() === "live" && server.connections() === 2);
    server.write(1);
    await until(() => one.got.length === 1);
  });

  it("do not go on as somebody else: each person has a connection", async () => {
    const server = await startServer();
    openTab(randomUUID(), 0);
    openTab(randomUUID(), 0);
    await vi.waitFor(() => expect(server.open.size).toBe(2), soon);
  });

  it("connect each for itself where tabs cannot agree", async () => {
    vi.stubGlobal("navigator", {});
    const [server, me] = [await startServer(), randomUUID()];
    const [one, two] = [openTab(me, 0), openTab(me, 0)];
    await vi.waitFor(() => expect(server.open.size).toBe(2), soon);
    server.write(2);
    await vi.waitFor(() => expect([one.got, two.got]).toEqual([upTo(0, 2), upTo(0, 2)]), soon);
  });
});

describe("a connection", () => {
  it("resumes after each loss without missing or doubling an event", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    const tab = openTab(me, 0);
    for (let round = 1; round <= 3; round += 1) {
      await vi.waitFor(() => expect(tab.state()).toBe("live"), soon);
      for (const { response } of server.open) response.destroy();
      server.write(4);
      await vi.waitFor(() => expect(tab.got).toEqual(upTo(0, round * 4)), soon);
    }
  });

  it("asks again for what is missing when a number was skipped", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    const tab = openTab(me, 0);
    await vi.waitFor(() => expect(tab.state()).toBe("live"), soon);
    server.lose(2);
    server.write(1);
    await vi.waitFor(() => expect(tab.got).toEqual([1, 2, 3]), soon);
  });

  it("says that nobody is signed in, and comes back when somebody is", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    const tab = openTab(me, 0);
    await vi.waitFor(() => expect(tab.state()).toBe("live"), soon);
    server.answer(401);
    await vi.waitFor(() => expect(tab.state()).toBe("signed_out"), soon);
    server.answer(200);
    page.document.dispatchEvent(new Event("visibilitychange"));
    await vi.waitFor(() => expect(tab.state()).toBe("live"), soon);
  });

  it("that is revoked says so, once the server has closed it", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    const tab = openTab(me, 0);
    await vi.waitFor(() => expect(tab.state()).toBe("live"), soon);
    server.tell({ t: "revoked" });
    for (const { response } of server.open) response.end();
    await vi.waitFor(() => expect(tab.state()).toBe("signed_out"), soon);
  });

  it("is made anew as soon as the network is said to be back", async () => {
    const [server, me] = [await startServer(), randomUUID()];
    const tab = openTab(me, 0);
    await vi.waitFor(() => expect(tab.state()).toBe("live"), soon);
    server.answer(503);
    await vi.waitFor(() => expect(tab.state()).toBe("lost"), soon);
    server.answer(200);
    server.write(1);
    page.window.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(tab.got).toEqual([1]), soon);
    expect(tab.state()).toBe("live");
  });

  it("says who has looked away for long, and takes it back at the next look", async () => {
    vi.useFakeTimers(timers);
    const [server, me] = [await startServer(), randomUUID()];
    openTab(me, 0);
    const look = (visibilityState: string) => {
      page.document.visibilityState = visibilityState;
      page.document.dispatchEvent(new Event("visibilitychange"));
    };
    const isAway = (away: string) => [...server.open].map((one) => one.away.join()).join() === away;
    await until(() => server.open.size === 1 && isAway(""));
    look("hidden");
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect(isAway("")).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    await until(() => isAway("d"));
    look("visible");
    await until(() => isAway(""));
  });
});
