import type { Assertion } from "@/lib/probe/assertion-shape";
import {
  conclude,
  failsFor,
  type Judgement,
  judgeAssertion,
  type Measured,
  measuredNumber,
} from "@/lib/probe/judge";
import { defineKind, type Talk, type TalkRequest } from "@/lib/probe/kind";
import { acceptedPlace } from "@/lib/probe/place";
import { type Protocol, postgres, type Reply, redis } from "@/lib/probe/protocols";
import { readDurationMs } from "@/lib/probe/quantity";
import type { ProbeFigure, ProbeReason } from "@/lib/probe/schema";
import { assertionsOf, type TcpSpec, tcpSpec } from "@/lib/probe/tcp-spec";

function protocolOf({ protocol, user = "postgres", database = user }: TcpSpec): Protocol | null {
  if (protocol === undefined) return null;
  return protocol === "redis" ? redis : postgres(user, database);
}

/** Without a protocol the first line is read, as far as the assertions need it. */
function talkOf(given: TcpSpec): TalkRequest["next"] {
  const protocol = protocolOf(given);
  if (protocol !== null) return protocol.next;
  const banner = assertionsOf(given).filter(({ subject }) => subject.name === "banner");
  const parts = banner.flatMap(({ op, bound }) =>
    op === "contains" && bound.type === "string" ? [Buffer.from(bound.value)] : [],
  );
  const enough = hearing(parts, parts.length < banner.length);
  return (received) => (banner.length > 0 && received.length === 0 ? { send: null, enough } : null);
}

/** Whether the first line, or all parts of it that are looked for, have come; each byte is looked at once. */
function hearing(parts: readonly Buffer[], wholeLine: boolean): (bytes: Buffer) => boolean {
  const missing = new Set(parts);
  let heard = 0;
  return (bytes) => {
    const from = heard;
    heard = bytes.length;
    if (bytes.indexOf(0x0a, from) >= 0) return true;
    for (const part of missing) {
      // It may have begun at the end of what came before.
      if (bytes.indexOf(part, Math.max(0, from - part.length + 1)) >= 0) missing.delete(part);
    }
    return !wholeLine && missing.size === 0;
  };
}

function judge(given: TcpSpec, seen: Talk): Judgement {
  const reply = protocolOf(given)?.read(seen.received) ?? null;
  const judged = assertionsOf(given).map((assertion) =>
    judgeAssertion(assertion, find(assertion, seen, reply)),
  );
  const problem = problemOf(given, seen, reply);
  // Refused, and that is what was asked for: `open == no`.
  const asked =
    problem?.code === "connection-refused" && judged.every(({ verdict }) => verdict === "pass");
  return conclude(
    judged,
    figuresOf(seen, reply),
    problem === null || asked ? null : failsFor(problem),
  );
}

function problemOf(given: TcpSpec, seen: Talk, reply: Reply | null): ProbeReason | null {
  if (reply?.said === "starting-up") return { code: "starting-up", params: { why: reply.raw } };
  if (reply?.said === "malformed") return { code: "answer-malformed", params: { why: "protocol" } };
  // What a server said before it hung up is its reply, or its banner.
  const said = given.protocol === undefined ? bannerOf(seen) : reply;
  const hungUp = seen.trace.problem?.code === "connection-closed" && said !== null;
  return hungUp ? null : seen.trace.problem;
}

/** The first line; null when nothing came. */
function bannerOf({ received: [bytes] }: Talk): string | null {
  if (bytes === undefined || bytes.length === 0) return null;
  return bytes.toString("utf8").split(/\r?\n/, 1)[0] ?? "";
}

function find({ subject }: Assertion, seen: Talk, reply: Reply | null): Measured {
  const none: Measured = { type: "none", code: "not-received", raw: null };
  const { problem } = seen.trace;
  switch (subject.name) {
    case "open":
      return seen.open === null ? none : { type: "string", value: seen.open ? "yes" : "no" };
    case "reply":
      return reply === null || reply.said === "starting-up" || reply.said === "malformed"
        ? { ...none, raw: reply?.raw ?? null }
        : {
            type: "string",
            value: reply.said,
            raw: reply.raw,
            told: `${reply.said}: ${reply.raw}`,
          };
    case "banner": {
      const banner = bannerOf(seen);
      // A connection that ended has said its last line; one that broke may have been in the middle of it.
      const ended = problem?.code === "connection-closed" && problem.params.why === "end";
      const whole = problem === null || ended || seen.received[0]?.includes("\n");
      if (banner === "") return { type: "none", code: "empty", raw: "" };
      return banner === null || !whole
        ? { ...none, raw: banner }
        : { type: "string", value: banner };
    }
    default: {
      const raw = `${seen.elapsedMs.toFixed(3)} ms`;
      if (problem === null) return measuredNumber(seen.elapsedMs, raw);
      return problem.code === "answer-timeout"
        ? { type: "at-least", value: seen.elapsedMs, raw }
        : none;
    }
  }
}

function figuresOf(seen: Talk, reply: Reply | null): ProbeFigure[] {
  const figures: ProbeFigure[] = [];
  if (seen.open !== null) figures.push({ name: "open", value: seen.open, unit: "" });
  if (reply !== null) figures.push({ name: "reply", value: reply.said, unit: "" });
  if (seen.trace.problem === null) {
    figures.push({ name: "time", value: Math.round(seen.elapsedMs * 10) / 10, unit: "ms" });
  }
  return figures;
}

export const kind = defineKind({
  name: "tcp",
  spec: tcpSpec,
  observe: (given, connect, signal) =>
    connect.tcp(
      {
        ...acceptedPlace(given.target),
        timeoutMs: readDurationMs(given.timeout) ?? 0,
        next: talkOf(given),
      },
      signal,
    ),
  judge,
});
