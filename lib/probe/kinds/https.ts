import { z } from "zod";
import { readAccepted } from "@/lib/probe/assertion";
import type { Vocabulary } from "@/lib/probe/assertion-shape";
import { answerOf, answerWords, figuresOf } from "@/lib/probe/http-answer";
import { shownHeader } from "@/lib/probe/http-headers";
import { requestOf } from "@/lib/probe/http-question";
import { conclude, type Judgement, judgeAssertion, type Measured } from "@/lib/probe/judge";
import { defineKind, type Exchange } from "@/lib/probe/kind";
import { portOf } from "@/lib/probe/ports";
import type { ProbeFigure } from "@/lib/probe/schema";
import { commonFields, hasVariables } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: { plain: { type: "word", words: ["upgraded", "closed", "open"] }, ...answerWords },
  paths: false,
  samples: false,
  headers: true,
};

const target = z
  .string()
  .max(2048)
  .superRefine((text, context) => {
    if (hasVariables(text) || plainUrl(text) !== null) return;
    const message = "must be the plain address, such as http://example.com/, or a host";
    context.addIssue({ code: "custom", message });
  });

/** The http URL that is meant by a URL or by a host alone; null for anything else. */
function plainUrl(text: string): URL | null {
  const url = URL.parse(/^[^\s/?#@\\]+$/.test(text) ? `http://${text}/` : text);
  if (url === null || url.protocol !== "http:" || url.username !== "" || url.password !== "")
    return null;
  return url;
}

const spec = z.strictObject({
  kind: z.literal("https"),
  target,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
  /** Where HTTPS is expected. */
  httpsPort: z.number().int().min(1).max(65_535).default(443),
});
type HttpsSpec = z.infer<typeof spec>;

const defaults = ["plain != open"];

function judge({ assert, target: text, httpsPort }: HttpsSpec, seen: Exchange): Judgement {
  const assertions = readAccepted(assert.length === 0 ? defaults : assert, vocabulary);
  const asked = urlOf(text);
  const plain = lookAt(asked, httpsPort, seen);
  const answer = answerOf(seen);
  const judged = assertions.map((line) =>
    judgeAssertion(line, line.subject.name === "plain" ? plain : answer.find(line.subject)),
  );
  const figures: ProbeFigure[] = figuresOf(seen, assertions, answer);
  if (plain.type === "string") figures.push({ name: "plain", value: plain.value, unit: "" });
  const { problem } = seen.trace;
  if (problem?.code !== "connection-refused") {
    const onTheWay =
      problem === null ? null : { reason: problem, verdict: "inconclusive" as const };
    return conclude(judged, figures, onTheWay);
  }
  const closed = conclude(judged, figures, null);
  const params = { port: portOf(asked) };
  return closed.verdict === "pass"
    ? { ...closed, reason: { code: "port-closed", params } }
    : closed;
}

function urlOf(text: string): URL {
  const url = plainUrl(text);
  if (url === null) throw new Error("the target of an accepted spec cannot be read");
  return url;
}

/** What became of the plain request: it was sent on to HTTPS, found nobody, or was answered otherwise. */
function lookAt(
  asked: URL,
  httpsPort: number,
  { trace, status, answerHeaders }: Exchange,
): Measured {
  const is = (
    value: "upgraded" | "closed" | "open",
    why: string,
    raw: string | null,
  ): Measured => ({
    type: "string",
    value,
    raw,
    told: `${value}: ${why}`,
  });
  if (trace.problem?.code === "connection-refused") {
    return is("closed", "nothing listens on plain HTTP", null);
  }
  if (status === null) return { type: "none", code: "not-received", raw: null };
  const locations = answerHeaders.location ?? [];
  const raw = [`status ${status}`, ...locations.map((one) => shownHeader("location", one))].join(
    ", ",
  );
  if (![301, 302, 303, 307, 308].includes(status) || locations.length === 0) {
    return is("open", `plain HTTP is answered with status ${status}`, raw);
  }
  const [location = "", ...more] = locations;
  if (more.length > 0) return { type: "none", code: "several", raw };
  const wrong = wrongWith(location, asked, httpsPort);
  return wrong === null
    ? is("upgraded", `to HTTPS on the same host with ${status}`, raw)
    : is("open", wrong, raw);
}

/** What keeps a redirect from being one to HTTPS on the same host, read as browsers read it; null when nothing does. */
function wrongWith(location: string, asked: URL, httpsPort: number): string | null {
  const next = URL.parse(location, asked);
  if (next === null) return "it redirects to what is no URL";
  if (next.protocol !== "https:") return `it redirects to ${next.protocol.slice(0, 32)}// first`;
  if (next.hostname !== asked.hostname) return `it redirects to another host, ${next.hostname}`;
  if (next.username !== "" || next.password !== "")
    return "it redirects with a user name in the address";
  const port = portOf(next);
  return port === httpsPort ? null : `it redirects to port ${port}, not ${httpsPort}`;
}

export const kind = defineKind({
  name: "https",
  spec,
  observe: ({ target: text, timeout, ca }, connect, signal) =>
    connect.http(
      requestOf({ target: urlOf(text).href, timeout, ca }, "text/html, */*;q=0.5"),
      signal,
    ),
  judge,
});
