import { createTransport } from "nodemailer";
import { readAddress } from "@/lib/probe/address";
import { ProbeProblem } from "@/lib/probe/bounds";
import { canonicalHost, type Guard } from "@/lib/probe/guard";

/**
 * `server`: `smtp://host:25` takes mail from here without a password, over TLS where it offers that;
 * `smtp://user:password@host:587` after STARTTLS; `smtps://user:password@host:465` over TLS from the start.
 */
export type MailWay = { server: string; from: string; to: string };

export type Mail = { subject: string; lines: readonly string[]; id: string; now: Date };

const talkMs = 20_000;
/** Of a name that nobody has (RFC 2606): who runs this is in `From`. */
const ownName = "countersign.invalid";

/** Where a relay listens unless its address says so. */
export function mailPort({ protocol, port, username }: URL): number {
  if (port !== "") return Number(port);
  if (protocol === "smtps:") return 465;
  return username === "" ? 25 : 587;
}

/** Hands one message to the relay, through the guard's connection. Throws what the relay said unless it took it. */
export async function sendMail(
  { server, from, to }: MailWay,
  mail: Mail,
  guard: Guard,
  outer: AbortSignal,
): Promise<void> {
  const url = new URL(server);
  const signal = AbortSignal.any([outer, AbortSignal.timeout(talkMs)]);
  const budget = { deadline: performance.now() + talkMs, signal };
  try {
    const place = { host: url.hostname, port: mailPort(url), spoken: "tcp" as const };
    const { socket } = await guard.connect(place, budget);
    const end = () => socket.destroy();
    signal.addEventListener("abort", end);
    try {
      const transport = createTransport({ ...ways(url), connection: socket });
      await transport.sendMail({ envelope: { from, to }, raw: textOf({ from, to, ...mail }) });
    } finally {
      signal.removeEventListener("abort", end);
      end();
    }
  } catch (error) {
    throw new Error(wordsOf(error));
  }
}

/** Whoever gets a password must have shown a certificate that this machine trusts. */
function ways(url: URL) {
  const { protocol, hostname, username, password } = url;
  const secure = protocol === "smtps:";
  const known = username !== "";
  return {
    ...{ host: hostname, port: mailPort(url), name: ownName, secure, requireTLS: known },
    ...{ greetingTimeout: talkMs, socketTimeout: talkMs },
    tls: {
      rejectUnauthorized: secure || known,
      host: hostname,
      ...(readAddress(canonicalHost(hostname)) ? {} : { servername: hostname }),
    },
    ...(known
      ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }
      : {}),
  };
}

function wordsOf(error: unknown): string {
  if (error instanceof ProbeProblem) {
    const { code, params } = error.reason;
    return [code, ...Object.entries(params).map(([name, of]) => `${name} ${String(of)}`)].join(
      ", ",
    );
  }
  const said = error instanceof Error && "response" in error ? error.response : null;
  const words =
    typeof said === "string" ? said : error instanceof Error ? error.message : "no answer";
  return words.replace(/[^\x20-\x7e]+/g, " ").slice(0, 200);
}

/** ASCII throughout: a line for each head is the same line when it is read. */
function textOf({
  from,
  to,
  subject,
  lines,
  id,
  now,
}: Mail & { from: string; to: string }): string {
  const headers = [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    `Date: ${now.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${id}@${ownName}>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=us-ascii",
    "Auto-Submitted: auto-generated",
  ];
  return [...headers, "", ...lines, ""].join("\r\n");
}
