import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Caller } from "@/lib/core/caller";
import type { ItemStateName } from "@/lib/deployment/item-state";
import { root } from "@/lib/process/roots";
import type { Closing } from "@/lib/sign-off/rules";

/**
 * Several processes on one database. Inside a process commands on a deployment wait for each other; that nothing is
 * lost between processes is what a race has to show.
 */

export type Order =
  | {
      what: "command";
      name: "correctItem" | "editHeader" | "refuse" | "settleItem" | "sign" | "withdraw";
      caller: Caller;
      input: unknown;
    }
  /** As a person does: reads the statement, then signs it. */
  | {
      what: "read and sign";
      caller: Caller;
      deploymentId: string;
      signOffKey: string;
      locale: "en";
      closing: Closing | null;
    }
  /** Reads the item's version, then sets it. */
  | {
      what: "read and settle";
      caller: Caller;
      deploymentId: string;
      itemKey: string;
      to: ItemStateName;
      reason: string | null;
    };

export type Told = { ok: true; kinds: string[] } | { ok: false; code: string; reason: string };

type Answer = { outcomes: Told[][]; error?: undefined } | { error: string };

/** Starts the processes for this test file. `race` deals the lanes among them; each lane's orders follow each other. */
export function useRacers(count = 4): { race(lanes: Order[][]): Promise<Told[][]> } {
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    const file = join(root, "lib/testing/racer.ts");
    for (let at = 0; at < count; at += 1)
      children.push(fork(file, { cwd: root, execArgv: ["--import", "tsx"] }));
    await Promise.all(children.map((child) => heard(child)));
  });
  afterAll(async () => {
    await Promise.all(
      children.map(async (child) => {
        const gone = once(child, "exit");
        child.disconnect();
        await gone;
      }),
    );
  });
  return { race: (lanes) => race(children, lanes) };
}

async function race(children: ChildProcess[], lanes: Order[][]): Promise<Told[][]> {
  const dealt = children.map((_, at) =>
    lanes.filter((_lane, lane) => lane % children.length === at),
  );
  const answers = children.map((child) => heard(child) as Promise<Answer>);
  for (const [at, child] of children.entries()) child.send(dealt[at] ?? []);
  const told = await Promise.all(answers);
  return lanes.map((_, lane) => {
    const answer = told[lane % children.length];
    if (!answer || answer.error !== undefined) throw new Error(answer?.error ?? "no answer");
    return answer.outcomes[Math.floor(lane / children.length)] ?? [];
  });
}

/** The next message of a child; rejects when it ends instead. */
async function heard(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const ended = once(child, "exit", over).then(([code]) => {
    throw new Error(`a racer ended with ${code}`);
  });
  try {
    const [message] = await Promise.race([once(child, "message", over), ended]);
    return message;
  } finally {
    ended.catch(() => undefined);
    over.abort();
  }
}
