import { z } from "zod";
import { parseAssertion, readAccepted } from "@/lib/probe/assertion";
import type { Assertion, Vocabulary } from "@/lib/probe/assertion-shape";
import { placeTarget } from "@/lib/probe/place";
import { replyWords } from "@/lib/probe/protocols";
import { commonFields, hasVariables } from "@/lib/probe/spec-fields";

/** What can be asked of a port, and what is asked unless the spec says otherwise. */

const vocabulary: Vocabulary = {
  words: {
    open: { type: "word", words: ["yes", "no"] },
    banner: { type: "text" },
    reply: { type: "word", words: replyWords },
    time: { type: "number", unit: "ms", bare: false },
  },
  paths: false,
  samples: false,
};

const roleField = z
  .string()
  .max(63)
  .regex(/^[^\p{Cc}]+$/u, { error: "must be a name without control characters" })
  .optional();

const fields = z.strictObject({
  kind: z.literal("tcp"),
  target: placeTarget,
  ...commonFields(vocabulary, { leastAssertions: 0 }),
  protocol: z.enum(["redis", "postgres"]).optional(),
  /** Who the PostgreSQL server is told asks; `postgres` unless given. */
  user: roleField,
  /** Of the user's name unless given. */
  database: roleField,
});
export type TcpSpec = z.infer<typeof fields>;

export const tcpSpec = fields.superRefine((given, context) => {
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  for (const field of ["user", "database"] as const) {
    if (given[field] !== undefined && given.protocol !== "postgres")
      refuse([field], "needs protocol: postgres");
  }
  for (const [index, line] of given.assert.entries()) {
    const read = hasVariables(line) ? null : parseAssertion(line, vocabulary);
    const message = read?.ok ? misfitOf(read.value, given.protocol) : null;
    if (message !== null) refuse(["assert", index], `"${line}" ${message}`);
  }
});

/** Why a line cannot be asked of this protocol, in words; null when it can. */
function misfitOf({ subject, bound }: Assertion, protocol: TcpSpec["protocol"]): string | null {
  if (subject.name === "banner" && protocol !== undefined)
    return `asks for a banner, which ${protocol} has not`;
  if (subject.name !== "reply") return null;
  if (protocol === undefined) return "needs protocol: redis or postgres";
  const own = protocol === "redis" ? ["pong", "auth-required", "error"] : ["accepting", "error"];
  const word = bound.type === "string" ? bound.value : "";
  return own.includes(word)
    ? null
    : `is never said by ${protocol}; it is one of: ${own.join(", ")}`;
}

/** An open port says little: whoever names a protocol asks for its reply, whatever else is asked. */
export function assertionsOf({ assert, protocol }: TcpSpec): Assertion[] {
  const read = readAccepted(assert, vocabulary);
  const says = (name: string) => read.some(({ subject }) => subject.name === name);
  const usual = protocol === "redis" ? ["reply == pong"] : ["reply == accepting"];
  const open = says("open") ? [] : ["open == yes"];
  const reply = protocol === undefined || says("reply") ? [] : usual;
  return [...readAccepted([...open, ...reply], vocabulary), ...read];
}
