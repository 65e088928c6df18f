import { isDeepStrictEqual } from "node:util";
import {
  type AdminEvent,
  adminEvents,
  adminStreams,
  type ChangedField,
  changedFields,
} from "@/lib/installation/schema";
import type { LogEvent } from "@/lib/log/event";

type Names = ReadonlyMap<string, string>;

/** Where a field stands in an event, if it is called otherwise there. */
const keys: Partial<Record<ChangedField, string>> = {
  ...{ template: "defaultTemplateId", project: "projectId", key: "keyId" },
};

/** An event with the names of today; ids that nothing has any more stay ids. */
export function adminEventOf(event: LogEvent, names: Names): AdminEvent {
  const { number, at, kind, stream, actor, subject, before, after } = event;
  const known = Object.entries(adminEvents).find(([name]) => name === kind);
  const nameOf = (id: string | null | undefined) => (id ? (names.get(id) ?? id) : null);
  const role = valueIn(after, "role") ?? valueIn(before, "role");
  return {
    id: `${stream.id}:${number}`,
    ...{ number, at, kind, words: known?.[1] ?? null },
    stream: {
      kind: adminStreams.find((one) => one === stream.kind) ?? "installation",
      id: stream.id,
      name: names.get(stream.id) ?? "",
    },
    by: actor.kind === "person" ? nameOf(actor.id) : null,
    role: typeof role === "string" ? role : null,
    project: nameOf(subject.project),
    team: nameOf(subject.team),
    to: nameOf(subject.to),
    changes: kind.startsWith("person.role_")
      ? []
      : changesOf(before, after, names).filter((change) => !saysName(change, nameOf(stream.id))),
  };
}

/** The name that something was given when it was made is in the line already, where it still has it. */
const saysName = (change: AdminEvent["changes"][number], name: string | null) =>
  change.field === "name" && change.before === null && change.after === name;

function changesOf(before: unknown, after: unknown, names: Names): AdminEvent["changes"] {
  return changedFields.flatMap((field) => {
    const key = keys[field] ?? field;
    const [from, to] = [valueIn(before, key), valueIn(after, key)];
    if (isDeepStrictEqual(from, to)) return [];
    const change = { field, before: shown(from, names), after: shown(to, names) };
    return change.before === change.after ? [] : [change];
  });
}

const valueIn = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;

const parts = (one: unknown): string[] =>
  typeof one === "object" && one !== null ? Object.values(one).map(String) : [String(one)];

/** Null for nothing: not there, empty. */
function shown(value: unknown, names: Names): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (Array.isArray(value)) {
    const listed = value.map((one) =>
      parts(one)
        .map((part) => names.get(part) ?? part)
        .join(" "),
    );
    return listed.length > 0 ? listed.join(", ") : null;
  }
  if (typeof value === "object") {
    const pairs = Object.entries(value).map(([name, one]) => `${name} = ${String(one)}`);
    return pairs.length > 0 ? pairs.join(", ") : null;
  }
  return names.get(String(value)) ?? String(value);
}
