import type { Outcome } from "@/lib/checklist/schema";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { type ItemStateName, itemStates } from "@/lib/deployment/item-state";
import type { translator } from "@/lib/i18n/translator";
import type { Verdict } from "@/lib/probe/schema";

/** An event of a deployment in words: for the log's page and for the printed record. */

export type EventTexts = {
  log: ReturnType<typeof translator<"log">>;
  state(of: ItemStateName): string;
  verdict(of: Verdict): string;
  outcome(of: Outcome): string;
};

export type EventNames = {
  /** Names of people by id. */
  names: Readonly<Record<string, string>>;
  /** Text of an item, and of a sign-off, by key. */
  labelOf(itemKey: string): string;
  signOffLabel(key: string): string;
  /** Title of the stage that a unit belongs to. */
  unitTitle(key: string): string;
};

const kinds = [
  "deployment.created",
  "deployment.header_changed",
  "deployment.cancelled",
  "deployment.went_live",
  "deployment.closed",
  "stage.opened",
  "item.changed",
  "item.corrected",
  "item.added",
  "note.added",
  "probe.bound",
  "probe.unbound",
  "probe.queued",
  "probe.recorded",
  "probe.cancelled",
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
  "contacts.changed",
  "references.changed",
  "issue.declared",
  "issue.ended",
  "share.created",
  "share.withdrawn",
  "template.kept",
] as const;
type WordedKind = (typeof kinds)[number];
const isWorded = (kind: string): kind is WordedKind => kinds.some((known) => known === kind);

const field = (value: unknown, key: string): string => {
  if (typeof value !== "object" || value === null) return "";
  const found: unknown = Reflect.get(value, key);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
};

/** Words that belong to an event, as they were given: a reason, a note, what happened. */
export function proseOf({ kind, after }: DeploymentEvent): string {
  if (kind === "stage.opened") {
    const early: unknown = typeof after === "object" && after ? Reflect.get(after, "early") : null;
    return field(early, "reason");
  }
  for (const key of ["reason", "text", "what", "note", "notes", "message"]) {
    const text = field(after, key);
    if (text) return text;
  }
  return "";
}

/** Those of ours that act by themselves, each with its name. */
const machines = ["probe", "schedule", "reminder"] as const;

const verdicts = ["pass", "fail", "inconclusive"] as const;
const outcomes = ["success", "partial", "failed"] as const;

/** Who, what, to what. */
export function eventWords(event: DeploymentEvent, of: EventNames, texts: EventTexts): string {
  const { actor, kind, after } = event;
  const { log: t } = texts;
  const subject: Record<string, string | null> = event.subject;
  const who =
    actor.kind === "person"
      ? (of.names[actor.id] ?? actor.id)
      : t(machines.find((known) => known === actor.name) ?? "rule");
  const state = itemStates.find((known) => known === field(after, "state"));
  const verdict = verdicts.find((known) => known === field(after, "verdict"));
  const outcome = outcomes.find((known) => known === field(after, "outcome"));
  const params = {
    who,
    item: subject.item ? of.labelOf(subject.item) : "",
    signOff: subject.signOff ? of.signOffLabel(subject.signOff) : "",
    unit: subject.unit ? of.unitTitle(subject.unit) : "",
    state: state ? texts.state(state) : "",
    verdict: verdict ? texts.verdict(verdict) : "",
    outcome: outcome ? texts.outcome(outcome) : "",
  };
  if (!isWorded(kind)) return kind;
  if (event.kind === "sign_off.signed" || event.kind === "sign_off.refused") {
    const away = event.after.onBehalfOf?.personId;
    const whom = away ? (of.names[away] ?? away) : null;
    if (whom !== null)
      return t(event.kind === "sign_off.signed" ? "signedFor" : "refusedFor", { ...params, whom });
  }
  const asked = field(kind === "sign_off.request_withdrawn" ? event.before : after, "personId");
  if (asked && event.kind === "sign_off.requested")
    return t("askedPerson", { ...params, whom: of.names[asked] ?? asked });
  if (asked && event.kind === "sign_off.reminded")
    return t("remindedPerson", { ...params, whom: of.names[asked] ?? asked });
  if (event.kind === "note.added" && event.subject.item === null) return t("noted", params);
  if (event.kind === "stage.opened" && event.after.early) {
    return t("openedEarly", { ...params, n: event.after.early.blockers.length });
  }
  return t(`event.${kind.replace(".", "_") as KindKey}`, params);
}

type KindKey = WordedKind extends infer Kind
  ? Kind extends `${infer Left}.${infer Right}`
    ? `${Left}_${Right}`
    : never
  : never;
