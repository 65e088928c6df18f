import type { Reach, Turn } from "@/lib/probe/kind";

/** A mail relay that takes mail from this machine without a password: `smtp://host:25`. */
export type MailWay = { server: string; from: string; to: string };

const talkMs = 20_000;

/** Hands one message to the relay (RFC 5321), over TLS where it offers that. Throws what it said unless it took it. */
export async function sendMail(
  { server, from, to }: MailWay,
  message: { subject: string; lines: readonly string[]; id: string; now: Date },
  reach: Reach,
  signal: AbortSignal,
): Promise<void> {
  const { hostname, port } = new URL(server);
  const talk = conversation(from, to, textOf({ from, to, ...message }));
  const { trace } = await reach.tcp(
    { host: hostname, port: Number(port || 25), timeoutMs: talkMs, next: talk.next },
    signal,
  );
  if (talk.taken()) return;
  const { code, params } = trace.problem ?? { code: talk.said() || "no answer", params: {} };
  const details = Object.entries(params).map(([name, value]) => `${name} ${String(value)}`);
  throw new Error([code, ...details].join(", "));
}

type Step = { line: string; expects: string; secure?: boolean };

/** A reply is whole when its last line has no hyphen after the code. */
const whole = (received: Buffer) => /^\d{3}( [^\n]*)?\r?\n$/m.test(received.toString("latin1"));

/** Turns as they follow from what the relay said; ends at the first reply that is not the one expected. */
function conversation(from: string, to: string, text: string) {
  const rest: Step[] = [
    { line: `MAIL FROM:<${from}>`, expects: "250" },
    { line: `RCPT TO:<${to}>`, expects: "25" },
    { line: "DATA", expects: "354" },
    { line: `${text}\r\n.`, expects: "250" },
  ];
  let steps: Step[] = [{ line: "EHLO countersign.invalid", expects: "250" }, ...rest];
  let current: Step = { line: "", expects: "220" };
  let reply = "";
  let taken = false;
  return {
    taken: () => taken,
    said: () => reply.trim().slice(0, 200),
    next(received: readonly Buffer[]): Turn | null {
      const last = received.at(-1);
      if (last === undefined) return { send: null, enough: whole };
      reply = last.toString("latin1").replace(/[^\x20-\x7e]+/g, " ");
      if (!reply.startsWith(current.expects)) return null;
      const offersTls = current.line.startsWith("EHLO") && / STARTTLS\b|-STARTTLS\b/i.test(reply);
      if (offersTls && !current.secure)
        steps = [
          { line: "STARTTLS", expects: "220" },
          { line: current.line, expects: "250", secure: true },
          ...rest,
        ];
      const [step, ...after] = steps;
      taken = step === undefined;
      if (step === undefined) return null;
      current = step;
      steps = after;
      const send = Buffer.from(`${step.line}\r\n`, "ascii");
      return { send, enough: whole, ...(step.secure ? { secure: true } : {}) };
    },
  };
}

type Message = {
  from: string;
  to: string;
  subject: string;
  lines: readonly string[];
  id: string;
  now: Date;
};

/** ASCII throughout; a line that begins with a dot gets another one. */
function textOf({ from, to, subject, lines, id, now }: Message): string {
  const headers = [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    `Date: ${now.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${id}@countersign.invalid>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=us-ascii",
    "Auto-Submitted: auto-generated",
  ];
  return [...headers, "", ...lines.map((line) => line.replace(/^\./, ".."))].join("\r\n");
}
