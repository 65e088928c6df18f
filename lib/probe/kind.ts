import type { z } from "zod";
import type { Judgement } from "@/lib/probe/judge";
import type { BodySummary, CertificateSummary, Hop, Phases, ProbeReason } from "@/lib/probe/schema";

/**
 * What a kind of probe is: a spec, a way to look, and a pure judgement of what was seen.
 * A kind never opens a socket. It is handed a `Reach`, which goes out through the guard, so a new
 * kind adds one file here and, when it speaks a new protocol, one method there.
 */

/** What happened on the way, whatever the kind: the stuff of evidence. */
export type Trace = {
  /** What kept a whole answer from arriving; null when nothing did. */
  problem: ProbeReason | null;
  hops: Hop[];
  headers: Record<string, string>;
  body: BodySummary | null;
  certificates: CertificateSummary[];
  certificateFaults: string[];
  /** Milliseconds, of a kind that asks many times. */
  samples?: (number | null)[];
};

export type Exchange = {
  trace: Trace;
  status: number | null;
  contentType: string | null;
  /** Lower-case name to the value of each line that was sent. Judged, not kept: evidence has the listed ones. */
  answerHeaders: Readonly<Record<string, readonly string[]>>;
  /** From the first name look-up to the last byte, redirects included. */
  elapsedMs: number;
  /** The decoded body when all of it came and it is UTF-8; else null. */
  text: string | null;
  /** Only the end of the connection ended the body: whether more should have followed, nobody can tell. */
  openEnd: boolean;
};

export type Handshake = {
  trace: Trace;
  /** `TLSv1.3`: the best that both sides speak; null when there was no handshake. */
  protocol: string | null;
  /** Null when no certificate was seen. */
  certificate: {
    chain: boolean;
    host: boolean;
    daysLeft: number;
    strong: boolean;
    /** The leaf's key and signature, in words. */
    strength: string;
  } | null;
};

export type HttpRequest = {
  target: string;
  accept: string;
  redirects: number;
  timeoutMs: number;
  ca: string | null;
  /** GET unless given. */
  method?: "GET" | "HEAD" | "OPTIONS" | "POST";
  /** `{{secret.NAME}}` in a value is filled here; such a header never goes to another origin. */
  headers?: Readonly<Record<string, string>> | undefined;
  body?: string | undefined;
};

export type TlsRequest = {
  host: string;
  port: number;
  timeoutMs: number;
  ca: string | null;
  /** The name that is asked for and compared; that of the host unless given. */
  serverName?: string | undefined;
};

export const recordTypes = ["A", "AAAA", "CNAME", "MX", "TXT", "NS", "CAA", "SRV"] as const;
export type RecordType = (typeof recordTypes)[number];

export type NameQuestion = {
  /** Null: the machine's own name servers. */
  server: { host: string; port: number } | null;
  /** Data: it is asked about, never connected to. */
  name: string;
  type: RecordType;
  timeoutMs: number;
};

export type NameAnswer = {
  trace: Trace;
  /** Null when there was no answer that counts; the trace then has the problem. */
  answer: "records" | "no-name" | "no-record" | null;
  /** In the form in which zone files hold them; names in lower case without their last dot. */
  records: string[];
  elapsedMs: number;
};

/** One turn of a talk: bytes are sent, and the other side is read until it has said enough. */
export type Turn = {
  send: Buffer | null;
  /** Asked after each arrival with all that came in this turn, at most 64 KiB. */
  enough(received: Buffer): boolean;
  /** TLS begins before this turn. */
  secure?: boolean;
};

export type TalkRequest = {
  host: string;
  port: number;
  timeoutMs: number;
  /** The next turn after what came in the ones before; null ends the talk. */
  next(received: readonly Buffer[]): Turn | null;
};

export type Talk = {
  trace: Trace;
  /** Null when it cannot be told. */
  open: boolean | null;
  /** What came in each turn that was begun. */
  received: Buffer[];
  /** From the first name look-up to the last byte that was needed. */
  elapsedMs: number;
};

/** The only way out. All settle in bounded time and memory, and report trouble in the trace. */
export type Reach = {
  http(request: HttpRequest, signal: AbortSignal): Promise<Exchange>;
  tls(request: TlsRequest, signal: AbortSignal): Promise<Handshake>;
  dns(question: NameQuestion, signal: AbortSignal): Promise<NameAnswer>;
  tcp(request: TalkRequest, signal: AbortSignal): Promise<Talk>;
};

export type Measurement = { trace: Trace; judgement: Judgement };

type KindParts<Spec, Observation extends { trace: Trace }> = {
  name: string;
  spec: z.ZodType<Spec>;
  observe(spec: Spec, connect: Reach, signal: AbortSignal): Promise<Observation>;
  /** Pure: the same observation always gets the same judgement. */
  judge(spec: Spec, observation: Observation): Judgement;
};

export type Kind<Spec, Observation extends { trace: Trace }> = KindParts<Spec, Observation> & {
  /** Reads a spec; one that was read before is not read again. */
  read(input: unknown): z.ZodSafeParseResult<Spec>;
  /** Looks; throws when `spec` is not one of this kind. */
  look(spec: unknown, connect: Reach, signal: AbortSignal): Promise<Observation>;
  /** Judges what `look` saw, or a copy of it: judging may be done in another thread. */
  judgeSeen(spec: unknown, seen: unknown): Judgement;
};

export function defineKind<Spec, Observation extends { trace: Trace }>(
  parts: KindParts<Spec, Observation>,
): Kind<Spec, Observation> {
  // A run reads its spec at every edge; what was accepted once is frozen, so that it stays so.
  const accepted = new WeakMap<object, Spec>();
  const read = (input: unknown): z.ZodSafeParseResult<Spec> => {
    const known = isObject(input) ? accepted.get(input) : undefined;
    if (known !== undefined) return { success: true, data: known };
    const fresh = parts.spec.safeParse(input);
    if (fresh.success && isObject(fresh.data)) accepted.set(frozen(fresh.data), fresh.data);
    return fresh;
  };
  const demand = (input: unknown): Spec => {
    const { data, error } = read(input);
    if (error) throw error;
    return data;
  };
  return {
    ...parts,
    read,
    look: (input, connect, signal) => parts.observe(demand(input), connect, signal),
    // It was made by this kind's own `observe`, here or in the process's other thread: it has that type.
    judgeSeen: (input, seen) => parts.judge(demand(input), seen as Observation),
  };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function frozen(value: object): object {
  for (const inner of Object.values(value)) if (isObject(inner)) frozen(inner);
  return Object.freeze(value);
}

export const emptyPhases: Phases = {
  dnsMs: null,
  connectMs: null,
  tlsMs: null,
  firstByteMs: null,
  totalMs: null,
};

export const emptyTrace = (problem: ProbeReason | null): Trace => ({
  problem,
  hops: [],
  headers: {},
  body: null,
  certificates: [],
  certificateFaults: [],
});
