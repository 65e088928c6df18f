import { describe, expect, it, onTestFinished } from "vitest";
import { query } from "@/lib/core/db";
import { openStream, type Wanted } from "@/lib/deployment/stream";
import type { StreamMessage } from "@/lib/live/messages";
import { disablePerson, resetPassword } from "@/lib/people/commands";
import { grantRole, revokeRole } from "@/lib/people/grant-commands";
import { type MadeDeployment, makeDeployment, settle } from "@/lib/testing/deployments";
import { callerOf, type MadePerson, makePerson, setup } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const text = "# Release\n\n## Prepare\n\n- [ ] One\n- [ ] Two\n- [ ] Three\n";
const labels = ["One", "Two", "Three"];

type Reader = {
  messages: StreamMessage[];
  closed(): boolean;
  /** Resolves with the first message that fits, those that have come already included. */
  until(fits: (message: StreamMessage) => boolean): Promise<StreamMessage>;
  untilClosed: Promise<void>;
  numbers(): number[];
  stop(): void;
};

async function open(who: MadePerson, wanted: (Partial<Wanted> & { streamId: string })[]) {
  const { actor } = await callerOf(who.id);
  if (actor.kind !== "person") throw new Error("only people have streams");
  const messages: StreamMessage[] = [];
  const waiting = new Set<() => void>();
  let closed = false;
  let tellClosed = () => {};
  const untilClosed = new Promise<void>((resolve) => {
    tellClosed = resolve;
  });
  const stop = openStream(
    actor,
    wanted.map((one) => ({ after: 0, looking: true, ...one })),
    {
      send(message) {
        messages.push(message);
        for (const look of waiting) look();
      },
      close() {
        closed = true;
        tellClosed();
      },
    },
  );
  onTestFinished(stop);
  const until: Reader["until"] = (fits) =>
    new Promise((resolve) => {
      const look = () => {
        const found = messages.find(fits);
        if (found) resolve(found);
        if (found) waiting.delete(look);
      };
      waiting.add(look);
      look();
    });
  const numbers = () =>
    messages.flatMap((message) => (message.t === "event" ? message.event.number : []));
  return { messages, closed: () => closed, until, untilClosed, numbers, stop } satisfies Reader;
}

const isEvent = (number: number) => (message: StreamMessage) =>
  message.t === "event" && message.event.number === number;
const isReady = ({ t }: StreamMessage) => t === "ready";
const isGone = ({ t }: StreamMessage) => t === "gone";

const lastOf = (events: { number: number }[]): number => events.at(-1)?.number ?? 0;

async function viewerOf(made: MadeDeployment, name?: string): Promise<MadePerson> {
  return makePerson({ name, roles: [{ role: "viewer", projectId: made.project.id }] });
}

async function takeAwayRoles(personId: string): Promise<void> {
  const grants = await query<{ id: string }>(`select id from "Grant" where "personId" = $1`, [
    personId,
  ]);
  for (const { id } of grants) await revokeRole(setup, { personId, grantId: id });
}

describe("an open stream", () => {
  it("brings what was missed and what happens, once and in order, with the names of who did it", async () => {
    const made = await makeDeployment({ text });
    const reader = await open(await viewerOf(made), [{ streamId: made.id, after: 1 }]);
    await reader.until(isReady);
    let last = 0;
    for (const label of labels) last = lastOf((await settle(made, label)).events);
    const message = await reader.until(isEvent(last));
    expect(reader.numbers()).toEqual(Array.from({ length: last - 1 }, (_, index) => index + 2));
    expect(message).toMatchObject({ s: made.id, names: { [made.manager.id]: made.manager.name } });
  });

  it("says gone of what its reader may not see, whatever it is", async () => {
    const [made, other] = [await makeDeployment({ text }), await makeDeployment({ text })];
    const viewer = await viewerOf(made);
    const hidden = [other.id, viewer.id, made.manager.id, made.project.id, "nothing"];
    const reader = await open(
      viewer,
      [...hidden, made.id].map((streamId) => ({ streamId })),
    );
    await reader.until(isReady);
    const gone = reader.messages.flatMap((message) => (message.t === "gone" ? message.s : []));
    expect(gone.sort()).toEqual(hidden.sort());
    await settle(other, "One");
    const { events } = await settle(made, "One");
    await reader.until(isEvent(lastOf(events)));
    for (const message of reader.messages)
      if (message.t === "event") expect(message.s).toBe(made.id);
  });

  it("ends for a deployment when the role is taken away, and goes on where it was when given back", async () => {
    const made = await makeDeployment({ text });
    const viewer = await viewerOf(made);
    const reader = await open(viewer, [{ streamId: made.id }]);
    const first = lastOf((await settle(made, "One")).events);
    await reader.until(isEvent(first));
    await takeAwayRoles(viewer.id);
    await reader.until(isGone);
    const second = lastOf((await settle(made, "Two")).events);
    expect(reader.numbers()).not.toContain(second);
    await grantRole(setup, { personId: viewer.id, role: "viewer", projectId: null });
    await reader.until(isEvent(second));
    expect(reader.numbers()).toEqual(Array.from({ length: second }, (_, index) => index + 1));
    expect(reader.closed()).toBe(false);
  });

  it("ends at once when its reader is disabled, even when the reader asked for their own log", async () => {
    const made = await makeDeployment({ text });
    const viewer = await viewerOf(made);
    const reader = await open(viewer, [{ streamId: viewer.id }, { streamId: made.id }]);
    await reader.until(isReady);
    await disablePerson(setup, { personId: viewer.id });
    await reader.untilClosed;
    expect(reader.messages.at(-1)).toEqual({ t: "revoked" });
    const count = reader.messages.length;
    const other = await open(await viewerOf(made), [{ streamId: made.id }]);
    await other.until(isEvent(lastOf((await settle(made, "One")).events)));
    expect(reader.messages).toHaveLength(count);
  });

  it("ends for sessions of before a new password, and opens for none with a one-time password", async () => {
    const made = await makeDeployment({ text });
    const viewer = await viewerOf(made);
    const reader = await open(viewer, [{ streamId: made.id }]);
    await reader.until(isReady);
    await resetPassword(setup, { personId: viewer.id });
    await reader.untilClosed;
    const again = await open(viewer, [{ streamId: made.id }]);
    await again.untilClosed;
    expect(again.messages).toEqual([{ t: "revoked" }]);
  });

  it("tells who looks, and leaves out who has been away for long", async () => {
    const made = await makeDeployment({ text });
    const [ada, mina] = [await viewerOf(made, "Ada"), await viewerOf(made, "Mina")];
    const sees = (names: string[]) => (message: StreamMessage) =>
      message.t === "here" && message.people.map(({ name }) => name).join() === names.join();
    const first = await open(ada, [{ streamId: made.id }]);
    await first.until(sees(["Ada"]));
    const second = await open(mina, [{ streamId: made.id }]);
    await Promise.all([first.until(sees(["Ada", "Mina"])), second.until(sees(["Ada", "Mina"]))]);
    first.stop();
    await second.until(sees(["Mina"]));
    const away = await open(ada, [{ streamId: made.id, looking: false }]);
    await away.until(sees(["Mina"]));
  });
});
