import { randomBytes } from "node:crypto";
import { canonical, sha256 } from "@/lib/log/event";

/**
 * Personal values in events: the log keeps a salted commitment where a name or an address stood, the value and its
 * salt stand in a table of their own and can be erased (docs/covered-state.md says how a commitment is made).
 */

/** A row of table "PersonalValue". */
export type PersonalValue = {
  commitment: string;
  value: string;
  salt: string;
  personId: string | null;
  streamId: string;
  rowId: string | null;
};

/** SHA-256 (hex) over the canonical JSON of `{ salt, value }`. */
export const commitmentOf = (salt: string, value: string): string =>
  sha256(canonical({ salt, value }));

const place = /\{personal:([0-9a-f]{64})\}/g;

/** What stands in an event instead of the value. */
export const placeOf = (commitment: string): string => `{personal:${commitment}}`;

/** Such a text in somebody's words would be read as a value: commands refuse it. */
export const hasPlace = (text: string): boolean => text.search(place) >= 0;

/** The same text without the form of a place: what a machine was told is not refused for it, nor read as a value. */
export const withoutPlaces = (text: string): string =>
  text.replace(place, (found) => found.replace("{", "{ "));

/** Commitments that stand anywhere in a JSON value, each once. */
export function commitmentsIn(value: unknown): string[] {
  const text = JSON.stringify(value) ?? "";
  return [...new Set([...text.matchAll(place)].map(([, commitment = ""]) => commitment))];
}

type Of = Pick<PersonalValue, "personId" | "streamId"> & { rowId?: string };

/** Collects the values of one command: `hide` gives what the event holds, `values` what the table gets. */
export function hiding() {
  const values: PersonalValue[] = [];
  return {
    values,
    /** Nothing is hidden of an empty text. */
    hide(value: string, { personId, streamId, rowId }: Of) {
      if (value === "") return value;
      const salt = randomBytes(16).toString("hex");
      const commitment = commitmentOf(salt, value);
      values.push({ commitment, value, salt, personId, streamId, rowId: rowId ?? null });
      return placeOf(commitment);
    },
  };
}

/** The same JSON with values in their places; `gone` is said for those that are not there any more. */
export function withValues<Value>(
  value: Value,
  values: ReadonlyMap<string, string>,
  gone: string,
): Value {
  if (commitmentsIn(value).length === 0) return value;
  return filled(value, (text) =>
    text.replace(place, (_, commitment: string) => values.get(commitment) ?? gone),
  ) as Value;
}

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === "string") return fill(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => filled(one, fill));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, fill)]));
}
