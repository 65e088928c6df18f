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
import { acceptedPlace, placeTarget } from "@/lib/probe/place";
import { readDurationMs } from "@/lib/probe/quantity";
import type { ProbeFigure } from "@/lib/probe/schema";
import { commonFields, hasVariables } from "@/lib/probe/spec-fields";

const protocols = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

const vocabulary: Vocabulary = {
  words: {
    "days left": { type: "number", unit: "days", bare: true },
    chain: { type: "word", words: ["trusted", "untrusted"] },
    host: { type: "word", words: ["matches", "differs"] },
    key: { type: "word", words: ["strong", "weak"] },
    protocol: { type: "word", words: protocols, ranked: true },
  },
  paths: false,
  samples: false,
};

const hostName = /^[\p{L}\p{N}](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}.])?$/u;

const spec = z.strictObject({
  kind: z.literal("tls"),
  target: placeTarget,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
  /** The name that is asked for (SNI) and compared; that of the target unless given. */
  serverName: z
    .string()
    .max(253)
    .refine((text) => hasVariables(text) || hostName.test(text), {
      error: "must be a host name, such as example.com",
    })
    .optional(),
});
type TlsSpec = z.infer<typeof spec>;

const defaults = [
  "chain == trusted",
  "host == matches",
  "days left >= 14",
  "key == strong",
  "protocol >= TLSv1.2",
];

function judge({ assert }: TlsSpec, seen: Handshake): Judgement {
  const lines = assert.length === 0 ? defaults : assert;
  const assertions = readAccepted(lines, vocabulary);
  const judged = assertions.map((assertion) => judgeAssertion(assertion, find(assertion, seen)));
  const { problem } = seen.trace;
  return conclude(judged, figuresOf(seen), problem === null ? null : failsFor(problem));
}

function figuresOf({ certificate, protocol }: Handshake): ProbeFigure[] {
  const figures: ProbeFigure[] = [];
  if (certificate !== null) {
    figures.push({ name: "days left", value: certificate.daysLeft, unit: "days" });
    figures.push({ name: "key", value: certificate.strength, unit: "" });
  }
  if (protocol !== null) figures.push({ name: "protocol", value: protocol, unit: "" });
  return figures;
}

function find({ subject }: Assertion, { certificate, protocol }: Handshake): Measured {
  if (certificate === null || protocol === null) {
    return { type: "none", code: "not-received", raw: null };
  }
  switch (subject.name) {
    case "chain":
      return { type: "string", value: certificate.chain ? "trusted" : "untrusted" };
    case "host":
      return { type: "string", value: certificate.host ? "matches" : "differs" };
    case "key": {
      const raw = certificate.strength;
      return { type: "string", value: certificate.strong ? "strong" : "weak", raw };
    }
    case "protocol":
      return { type: "ranked", value: protocol, row: protocols };
    default:
      return measuredNumber(certificate.daysLeft, `${certificate.daysLeft} days`);
  }
}

export const kind = defineKind({
  name: "tls",
  spec,
  observe: ({ target, timeout, ca, serverName }, connect, signal) =>
    connect.tls(
      {
        ...acceptedPlace(target),
        timeoutMs: readDurationMs(timeout) ?? 0,
        ca: ca ?? null,
        serverName,
      },
      signal,
    ),
  judge,
});
