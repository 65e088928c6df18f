import { fillVariables } from "@/lib/checklist/variables";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import { planOf } from "@/lib/deployment/units";
import { valuesOf as fillingOf } from "@/lib/deployment/values";
import type { RecordParts } from "@/lib/dossier/make";
import { withValues } from "@/lib/log/personal";

/** RFC 4180, with a byte order mark so that spreadsheets read it as UTF-8. */
function csv(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const lines = [head, ...rows].map((row) => row.map(cell).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** A spreadsheet would run a text that begins like a formula: such a one gets a quote before it. */
function cell(value: unknown): string {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line for every item, in the order of the document. Times are ISO 8601 in UTC. */
export function itemsCsv({ events, document, people }: RecordParts): string {
  const state = fold(events);
  const plan = planOf(document, state);
  const filling = fillingOf(state);
  const head = [
    ...["key", "stage", "section", "item", "required", "state", "reason", "by", "at", "early"],
    ...["overridden", "probes"],
  ];
  const units = new Map(plan.units.flatMap((unit) => unit.itemKeys.map((key) => [key, unit])));
  const rows = Object.values(plan.items).map((item) => {
    const now = state.items[item.key];
    const probes = Object.values(state.probes).filter(({ itemKey }) => itemKey === item.key);
    const verdicts = probes.map(({ latest }) => latest?.verdict ?? "not run");
    return [
      ...[
        item.key,
        units.get(item.key)?.title,
        item.sectionKey,
        fillVariables(item.label, filling).text,
        item.required,
      ],
      ...[
        now?.state,
        now?.reason,
        now?.byId ? (people[now.byId] ?? now.byId) : now?.cause,
        now?.at,
      ],
      ...[now?.early ?? false, now?.override !== null, verdicts.join("; ")],
    ];
  });
  return csv(head, rows);
}

const valuesOf = (values: RecordParts["values"]) =>
  new Map(values.map(({ commitment, value }) => [commitment, value]));

/** A line for every event, with its subject and values as JSON. */
export function eventsCsv({ events, people, values }: RecordParts, gone: string): string {
  const head = ["number", "at", "kind", "by", "via", "subject", "before", "after", "prev"];
  return csv(
    head,
    withValues(events, valuesOf(values), gone).map((event) => eventRow(event, people)),
  );
}

function eventRow(event: DeploymentEvent, people: Readonly<Record<string, string>>): unknown[] {
  const { actor, number, at, kind, via, prev } = event;
  const by = actor.kind === "person" ? (people[actor.id] ?? actor.id) : actor.name;
  const json = [event.subject, event.before, event.after].map((value) => JSON.stringify(value));
  return [number, at, kind, by, via, ...json, prev];
}
