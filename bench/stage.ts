import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makePlace, type Place } from "@/bench/data";
import { type Client, httpClient } from "@/bench/load";
import { encodeSession, SESSION_COOKIE } from "@/lib/auth/session-token";
import { closeDatabase } from "@/lib/core/db";
import { runNode } from "@/lib/testing/check";
import { startProduct } from "@/lib/testing/product";

/** The product that is measured: `npm start` on a folder and port of its own, and a person signed in to it. */
export type Stage = {
  url: string;
  /** The process that `npm start` is; web and worker are its children. */
  pid: number;
  place: Place;
  session: { name: string; value: string };
  send: Client;
  stop(): Promise<void>;
};

export async function startStage(say: (line: string) => void): Promise<Stage> {
  const build = await runNode(["bin/build.mjs", "--if-needed"]);
  if (build.code !== 0) throw new Error(`There is no build to measure:\n${build.stderr}`);
  say("Starting the product on a new embedded database");
  const product = await startProduct();
  try {
    // Commands of this process reach the same database, as the application's role.
    const connection: unknown = JSON.parse(
      readFileSync(join(product.folder, "connection.json"), "utf8"),
    );
    Object.assign(process.env, connection);
    const place = await makePlace();
    const { personId } = place;
    const value = await encodeSession({ personId, epoch: epochOf(place) });
    const send = httpClient(product.url, `${SESSION_COOKIE}=${value}`);
    const stop = async () => {
      send.close();
      await closeDatabase();
      await product.stop();
    };
    const pid = product.started.child.pid ?? 0;
    return { url: product.url, pid, place, session: { name: SESSION_COOKIE, value }, send, stop };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

function epochOf({ caller }: Place): number {
  return caller.actor.kind === "person" ? caller.actor.epoch : 0;
}
