import { oneAtATime } from "@/lib/core/one-at-a-time";
import { processWide } from "@/lib/core/process-wide";
import { hub } from "@/lib/log/hub";
import { lastNumber } from "@/lib/log/read";
import type { Sent } from "@/lib/log/server-sent";
import { sharedView } from "@/lib/share/queries";

/** Open pages of all links, in this process. */
const mostOpen = 500;
const counter = processWide("open shared pages", () => ({ n: 0 }));
export const roomForMore = (): boolean => counter.n < mostOpen;

/** A signature's end is not an event until somebody writes it down. */
const lookEveryMs = 15_000;

/**
 * One open page: the whole view whenever it has changed, never an event. Ends with its link: every event makes it look
 * again whether it still shows anything, and the withdrawal is one. Returns a way to stop.
 */
export function openShare(token: string, deploymentId: string, sink: Sent): () => void {
  counter.n += 1;
  let over = false;
  let said = "";
  let leave = () => {};

  const look = oneAtATime(async () => {
    if (over) return;
    const view = await sharedView(token);
    if (view === null) {
      sink.send({ t: "gone" });
      return sink.close();
    }
    const text = JSON.stringify(view);
    if (over || text === said) return;
    said = text;
    sink.send({ t: "view", view });
  });

  const ask = () => {
    look().catch((error: unknown) => {
      console.error("shared page:", error);
      sink.close();
    });
  };

  lastNumber(deploymentId).then((last) => {
    if (!over) leave = hub().subscribe(deploymentId, last, ask);
    ask();
  }, sink.close);
  const clock = setInterval(ask, lookEveryMs);
  return () => {
    if (over) return;
    over = true;
    counter.n -= 1;
    clearInterval(clock);
    leave();
  };
}
