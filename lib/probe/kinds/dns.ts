import { z } from "zod";
import { readAddress } from "@/lib/probe/address";
import { readAccepted } from "@/lib/probe/assertion";
import type { Assertion, Bound, Vocabulary } from "@/lib/probe/assertion-shape";
import {
  conclude,
  failsFor,
  type Judgement,
  judgeAssertion,
  type Measured,
  measuredNumber,
} from "@/lib/probe/judge";
import { defineKind, type NameAnswer, type RecordType, recordTypes } from "@/lib/probe/kind";
import { acceptedPlace, readPlace } from "@/lib/probe/place";
import { readDurationMs } from "@/lib/probe/quantity";
import type { ProbeFigure } from "@/lib/probe/schema";
import { commonFields, hasVariables } from "@/lib/probe/spec-fields";

const vocabulary: Vocabulary = {
  words: {
    records: { type: "list" },
    count: { type: "number", unit: "count", bare: true },
    time: { type: "number", unit: "ms", bare: false },
  },
  paths: false,
  samples: false,
};

const machine = "system";

const target = z
  .string()
  .max(300)
  .superRefine((text, context) => {
    if (hasVariables(text) || text === machine || readPlace(text) !== null) return;
    const message = `must be the name server that is asked, as host:port, such as 1.1.1.1:53, or ${machine}; the name that it is asked for stands in "name"`;
    context.addIssue({ code: "custom", message });
  });

const name = z
  .string({ error: "needs the name that is asked for, such as example.com" })
  .max(253)
  .superRefine((text, context) => {
    if (hasVariables(text) || /^(\*\.)?[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(text)) return;
    context.addIssue({ code: "custom", message: "must be a name, such as example.com" });
  });

const spec = z.strictObject({
  kind: z.literal("dns"),
  target,
  name,
  type: z.enum(recordTypes).default("A"),
  ...commonFields(vocabulary, { leastAssertions: 0 }),
});
type DnsSpec = z.infer<typeof spec>;

const defaults = ["count >= 1"];

function judge({ assert, name: asked, type }: DnsSpec, seen: NameAnswer): Judgement {
  const lines = assert.length === 0 ? defaults : assert;
  const judged = readAccepted(lines, vocabulary).map((assertion) =>
    judgeAssertion(comparable(assertion, type), find(assertion, seen, type)),
  );
  const figures: ProbeFigure[] = [];
  if (seen.answer !== null) {
    figures.push({ name: "count", value: seen.records.length, unit: "count" });
    figures.push({ name: "time", value: Math.round(seen.elapsedMs * 10) / 10, unit: "ms" });
  }
  const { problem } = seen.trace;
  if (problem !== null || seen.answer === "records") {
    return conclude(judged, figures, problem === null ? null : failsFor(problem));
  }
  const missing = seen.answer === "no-name" ? "name-missing" : "record-missing";
  const reason = { code: missing, params: { name: asked, type } } as const;
  return conclude(judged, figures, { reason, verdict: "fail" });
}

function find({ subject }: Assertion, seen: NameAnswer, type: RecordType): Measured {
  if (seen.answer === null) return { type: "none", code: "not-received", raw: null };
  if (subject.name === "time") {
    return measuredNumber(seen.elapsedMs, `${seen.elapsedMs.toFixed(3)} ms`);
  }
  if (seen.answer !== "records") return { type: "none", code: "missing", raw: null };
  if (subject.name === "count") {
    return measuredNumber(seen.records.length, String(seen.records.length));
  }
  return { type: "list", value: seen.records.map((record) => canonical(record, type)) };
}

/** The records of an assertion in the one way in which they are compared. */
function comparable(assertion: Assertion, type: RecordType): Assertion {
  const { bound } = assertion;
  if (assertion.subject.name !== "records") return assertion;
  const read: Bound =
    bound.type === "string"
      ? { ...bound, value: canonical(bound.value, type) }
      : bound.type === "list"
        ? { ...bound, value: bound.value.map((one) => canonical(one, type)) }
        : bound;
  return { ...assertion, bound: read };
}

/** Names have no case and may end with a dot; addresses have several spellings; texts are as they are. */
function canonical(record: string, type: RecordType): string {
  if (type === "TXT") return record;
  const tidy = record.trim().replace(/\s+/g, " ");
  if (type === "A" || type === "AAAA") return readAddress(tidy)?.toString() ?? tidy;
  if (type === "CAA") return tidy.replaceAll('"', "");
  return tidy.toLowerCase().replace(/(?<=.)\.$/, "");
}

export const kind = defineKind({
  name: "dns",
  spec,
  observe: ({ target: server, name: asked, type, timeout }, connect, signal) =>
    connect.dns(
      {
        server: server === machine ? null : acceptedPlace(server),
        name: asked,
        type,
        timeoutMs: readDurationMs(timeout) ?? 0,
      },
      signal,
    ),
  judge,
});
