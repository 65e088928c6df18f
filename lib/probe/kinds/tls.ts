import { z } from "zod";
import { readAccepted } from "@/lib/probe/assertion";
import type { Assertion, Vocabulary } from "@/lib/probe/assertion-shape";
import {
  conclude,
  failsFor,
  type Judgement,
  judgeAssertion,
  type Measured,
  measuredNumber,
} from "@/lib/probe/judge";
import { defineKind, type Handshake } from "@/lib/probe/kind";
import { readDurationMs } from "@/lib/probe/quantity";
import type { ProbeFigure } from "@/lib/probe/schema";
import { commonFields, hasVariables } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: {
    "days left": { type: "number", unit: "days", bare: true },
    chain: { type: "word", words: ["trusted", "untrusted"] },
    host: { type: "word", words: ["matches", "differs"] },
  },
  paths: false,
  samples: false,
};

const target = z
  .string()
  .max(300)
  .superRefine((text, context) => {
    if (hasVariables(text) || readHostPort(text) !== null) return;
    context.addIssue({ code: "custom", message: "must be host:port, such as example.com:443" });
  });

const spec = z.strictObject({
  kind: z.literal("tls"),
  target,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
});
type TlsSpec = z.infer<typeof spec>;

/** `example.com:443`, `[::1]:443`; null for anything that says more, or leaves the port out. */
function readHostPort(text: string): { host: string; port: number } | null {
  const parts = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/?#@\\[\]]+):(\d{1,5})$/.exec(text);
  const port = Number(parts?.[2]);
  const url = parts === null ? null : URL.parse(`http://${parts[1]}/`);
  if (url === null || port < 1 || port > 65_535) return null;
  return { host: url.hostname, port };
}

const defaults = ["chain == trusted", "host == matches", "days left >= 14"];

function judge({ assert }: TlsSpec, seen: Handshake): Judgement {
  const lines = assert.length === 0 ? defaults : assert;
  const assertions = readAccepted(lines, vocabulary);
  const judged = assertions.map((assertion) => judgeAssertion(assertion, find(assertion, seen)));
  const figures: ProbeFigure[] = [];
  if (seen.certificate !== null) {
    figures.push({ name: "days left", value: seen.certificate.daysLeft, unit: "days" });
  }
  const { problem } = seen.trace;
  return conclude(judged, figures, problem === null ? null : failsFor(problem));
}

function find({ subject }: Assertion, { certificate }: Handshake): Measured {
  if (certificate === null) return { type: "none", code: "not-received", raw: null };
  if (subject.name === "chain") {
    return { type: "string", value: certificate.chain ? "trusted" : "untrusted" };
  }
  if (subject.name === "host") {
    return { type: "string", value: certificate.host ? "matches" : "differs" };
  }
  return measuredNumber(certificate.daysLeft, `${certificate.daysLeft} days`);
}

export const kind = defineKind({
  name: "tls",
  spec,
  async observe({ target, timeout, ca }, connect, signal) {
    const place = readHostPort(target);
    if (place === null) throw new Error("the target of an accepted spec cannot be read");
    return connect.tls(
      { ...place, timeoutMs: readDurationMs(timeout) ?? 0, ca: ca ?? null },
      signal,
    );
  },
  judge,
});
