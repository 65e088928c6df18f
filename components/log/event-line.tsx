"use client";

import { useTranslations } from "use-intl";
import { EventDetails } from "@/components/log/event-details";
import { Time } from "@/components/ui/time";
import type { DeploymentEvent } from "@/lib/deployment/events";

type EventLineProps = {
  event: DeploymentEvent;
  names: Record<string, string>;
  /** Text of an item, and of a sign-off, by key. */
  labelOf: (itemKey: string) => string;
  signOffLabel: (key: string) => string;
  /** Title of the stage that a unit belongs to. */
  unitTitle: (key: string) => string;
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
  "signature.suspended",
  "signature.restored",
  "contacts.changed",
  "references.changed",
  "issue.declared",
  "issue.ended",
  "template.kept",
] as const;
export type WordedKind = (typeof kinds)[number];
const isWorded = (kind: string): kind is WordedKind => kinds.some((known) => known === kind);

const field = (value: unknown, key: string): string => {
  if (typeof value !== "object" || value === null) return "";
  const found: unknown = Reflect.get(value, key);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
};

/** Words that belong to an event, as they were given: a reason, a note, what happened. */
function proseOf({ kind, after }: DeploymentEvent): string {
  if (kind === "stage.opened") {
    const early: unknown = typeof after === "object" && after ? Reflect.get(after, "early") : null;
    return field(early, "reason");
  }
  for (const key of ["reason", "text", "what", "note", "notes"]) {
    const text = field(after, key);
    if (text) return text;
  }
  return "";
}

/** Those of ours that act by themselves, each with its name. */
const machines = ["probe", "schedule"] as const;

const states = ["todo", "done", "not_applicable", "waived", "blocked", "failed"] as const;
const verdicts = ["pass", "fail", "inconclusive"] as const;
const outcomes = ["success", "partial", "failed"] as const;

/** One event in words: who, what, to what; the words that were given with it below. */
export function EventLine({ event, names, labelOf, signOffLabel, unitTitle }: EventLineProps) {
  const t = useTranslations("log");
  const tState = useTranslations("common.itemState");
  const tVerdict = useTranslations("common.probeVerdict");
  const tOutcome = useTranslations("verdict.outcome");
  const { actor, kind, after } = event;
  const subject: Record<string, string | null> = event.subject;
  const who =
    actor.kind === "person"
      ? (names[actor.id] ?? actor.id)
      : t(machines.find((known) => known === actor.name) ?? "rule");
  const state = states.find((known) => known === field(after, "state"));
  const verdict = verdicts.find((known) => known === field(after, "verdict"));
  const outcome = outcomes.find((known) => known === field(after, "outcome"));
  const params = {
    who,
    item: subject.item ? labelOf(subject.item) : "",
    signOff: subject.signOff ? signOffLabel(subject.signOff) : "",
    unit: subject.unit ? unitTitle(subject.unit) : "",
    state: state ? tState(state) : "",
    verdict: verdict ? tVerdict(verdict) : "",
    outcome: outcome ? tOutcome(outcome) : "",
  };
  const prose = proseOf(event);
  const words = () => {
    if (!isWorded(kind)) return kind;
    if (event.kind === "note.added" && event.subject.item === null) return t("noted", params);
    if (event.kind === "stage.opened" && event.after.early) {
      return t("openedEarly", { ...params, n: event.after.early.blockers.length });
    }
    return t(`event.${kind.replace(".", "_") as KindKey}`, params);
  };
  return (
    <span className="min-w-0 [overflow-wrap:anywhere]">
      <span>{words()}</span> <Time iso={event.at} show="stamp" className="text-muted" />
      <EventDetails event={event} names={names} />
      {prose ? <span className="block whitespace-pre-wrap text-muted">{prose}</span> : null}
    </span>
  );
}

type KindKey = WordedKind extends infer Kind
  ? Kind extends `${infer Left}.${infer Right}`
    ? `${Left}_${Right}`
    : never
  : never;
