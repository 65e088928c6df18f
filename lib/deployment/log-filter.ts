import type { DeploymentEventKind } from "@/lib/deployment/events";
import type { LogFilter } from "@/lib/log/read";

/** Kinds of events as people look for them. */
export const eventGroups = {
  deployment: [
    "deployment.created",
    "deployment.header_changed",
    "deployment.went_live",
    "deployment.closed",
    "deployment.cancelled",
    "contacts.changed",
    "references.changed",
    "share.created",
    "share.withdrawn",
    "template.kept",
  ],
  stages: ["stage.opened"],
  items: ["item.changed", "item.corrected", "item.added"],
  notes: ["note.added"],
  probes: ["probe.bound", "probe.unbound", "probe.queued", "probe.recorded", "probe.cancelled"],
  signOffs: [
    "sign_off.signed",
    "sign_off.refused",
    "sign_off.withdrawn",
    "sign_off.requested",
    "sign_off.reminded",
    "sign_off.request_seen",
    "sign_off.request_withdrawn",
    "signature.suspended",
    "signature.restored",
    "signature.expired",
  ],
  issues: ["issue.declared", "issue.ended"],
} as const satisfies Record<string, readonly DeploymentEventKind[]>;

export type EventGroup = keyof typeof eventGroups;
export const groupNames = Object.keys(eventGroups) as EventGroup[];

export const logPageSize = 100;

export type LogSearch = {
  kind: EventGroup | null;
  person: string | null;
  text: string;
  /** Only events with a smaller number. */
  before: number | null;
};

type Params = Record<string, string | string[] | undefined>;

/** What an address asks of the log; what makes no sense there counts as not given. */
export function logSearch(params: Params): LogSearch {
  const one = (name: string) => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) ?? "";
  };
  const before = /^[1-9]\d{0,8}$/.test(one("before")) ? Number(one("before")) : null;
  return {
    kind: groupNames.find((name) => name === one("kind")) ?? null,
    person: one("person").slice(0, 100) || null,
    text: one("text").trim().slice(0, 200),
    before,
  };
}

export function logAddress({ kind, person, text, before }: LogSearch): string {
  const search = new URLSearchParams();
  if (kind) search.set("kind", kind);
  if (person) search.set("person", person);
  if (text) search.set("text", text);
  if (before) search.set("before", String(before));
  const written = search.toString();
  return written ? `?${written}` : "?";
}

/** `names`: what people know items and each other by, by key or id; words in them find their events. */
export function logFilter(
  { kind, person, text, before }: LogSearch,
  names: Readonly<Record<string, string>>,
): LogFilter {
  const kinds = kind ? eventGroups[kind] : [];
  const words = text.toLowerCase();
  const named = Object.keys(names).filter(
    (key) => words !== "" && names[key]?.toLowerCase().includes(words),
  );
  return { kinds, person, text, named, before, limit: logPageSize };
}
