import { type Leader, lead } from "@/lib/live/leader";
import type { LiveState, StreamMessage } from "@/lib/live/messages";
import { holdLock } from "@/lib/live/tab-lock";
import { watchTab } from "@/lib/live/watch-tab";
import { union, type Wanted, type Wish } from "@/lib/live/wishes";

type Numbers = [id: string, number: number][];

/** What tabs of one browser tell each other. */
type Note =
  /** `behind`: an event is missing there. */
  | { t: "want"; tab: string; streams: Numbers; away: boolean; behind: boolean }
  /** A tab that has begun to lead asks what the others want. */
  | { t: "who" }
  | { t: "message"; message: StreamMessage }
  /** The leading tab's answer: how the connection is, and what it has passed on so far. */
  | { t: "state"; state: LiveState; at: Numbers };

type Tab = {
  /** Its streams, with the last number that it has of each. */
  wants(): ReadonlyMap<string, number>;
  onMessage(message: StreamMessage): void;
  onState(state: LiveState): void;
};

export type Tabs = ReturnType<typeof joinTabs>;

/** Browsers let hidden tabs do something once a minute. */
const repeatMs = 20_000;
const forgetMs = 150_000;
/** A leading tab that does not answer for so long is frozen. */
const answerMs = 3_000;
/** Hidden for so long: its reader no longer counts as looking. */
const awayMs = 5 * 60_000;
/** Tabs with connections of their own would use up what a browser allows to one server. */
const soloAwayMs = 10_000;

/**
 * One connection per browser and person, however many tabs: the tab that holds the lock connects and passes
 * messages on; when it closes, the lock goes to another one. Where tabs cannot agree (no secure context), each
 * connects itself, while it is looked at.
 */
export function joinTabs(me: string, tab: Tab) {
  const own = Math.random().toString(36).slice(2);
  const name = `countersign-live:${me}`;
  const leaving = new AbortController();
  const channel = navigator.locks ? new BroadcastChannel(name) : null;
  const others = new Map<string, Wish & { heardAt: number }>();
  let leader: Leader | null = null;
  let state: LiveState = "connecting";
  let silence: ReturnType<typeof setTimeout> | null = null;
  let takeOver = () => {};

  const post = (note: Note) => channel?.postMessage(note);
  const postState = () => post({ t: "state", state, at: leader?.passedOn() ?? [] });

  function everybody(): Wanted {
    for (const [id, { heardAt }] of others) if (Date.now() - heardAt > forgetMs) others.delete(id);
    const away = watch.isAway();
    const streams = away && !channel ? new Map<string, number>() : tab.wants();
    return union([{ streams, away }, ...others.values()]);
  }

  function setState(next: LiveState): void {
    state = next;
    if (leader) postState();
    tab.onState(state);
  }

  function answered(): void {
    clearTimeout(silence ?? undefined);
    silence = null;
  }

  function onLead(): void {
    answered();
    leader ??= lead(me, everybody, {
      onMessage(message) {
        post({ t: "message", message });
        tab.onMessage(message);
      },
      onState: setState,
    });
    post({ t: "who" });
  }

  function onLost(): void {
    leader?.stop();
    leader = null;
  }

  function want(streams: Numbers, behind: boolean): void {
    post({ t: "want", tab: own, streams, away: watch.isAway(), behind });
  }

  /** Tells the leading tab what this one wants; or, being it, sees to it. */
  function tell(behind = false): void {
    if (leader) leader.review(behind);
    else want([...tab.wants()], behind);
    if (!leader && document.visibilityState === "visible")
      silence ??= setTimeout(takeOver, answerMs);
  }

  function serve({ tab: id, behind, away, streams }: Extract<Note, { t: "want" }>): void {
    const before = others.get(id)?.streams;
    const now = new Map(streams);
    others.set(id, { streams: now, away, heardAt: Date.now() });
    leader?.review(behind);
    // While it is behind, the renewed connection answers.
    if (leader && !behind) postState();
    for (const [stream, message] of leader?.standing() ?? []) {
      if (now.has(stream) && !before?.has(stream)) post({ t: "message", message });
    }
  }

  function heard(note: Note): void {
    if (note.t === "want") serve(note);
    else if (leader) return;
    else if (note.t === "who") tell();
    else if (note.t === "message") tab.onMessage(note.message);
    else {
      answered();
      setState(note.state);
      // Notes keep their order: what the leading tab passed on before this one has arrived, or never will.
      const passedOn = new Map(note.at);
      if ([...tab.wants()].some(([id, last]) => last < (passedOn.get(id) ?? 0))) tell(true);
    }
  }

  const sayGoodbye = () => want([], false);
  const watch = watchTab(channel ? awayMs : soloAwayMs, {
    onWake: () => (leader ? leader.wake() : tell()),
    onNetwork: () => leader?.renew(),
    onAway: () => (channel ? tell() : leader?.renew()),
    onHide: sayGoodbye,
  });
  const timer = setInterval(tell, repeatMs);
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<Note>) => heard(data);
    takeOver = holdLock(name, leaving.signal, { onLead, onLost });
    tell();
  } else onLead();

  return {
    /** This tab wants something else than before, or (`behind`) misses an event. */
    changed(behind = false): void {
      for (const [, message] of leader?.standing() ?? []) tab.onMessage(message);
      tell(behind);
    },
    leave(): void {
      if (leaving.signal.aborted) return;
      clearInterval(timer);
      answered();
      watch.stop();
      sayGoodbye();
      onLost();
      leaving.abort();
      channel?.close();
    },
  };
}
