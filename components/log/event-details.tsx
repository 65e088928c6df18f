"use client";

import { useTranslations } from "use-intl";
import { Time } from "@/components/ui/time";
import type { DeploymentEvent, DeploymentEventKind } from "@/lib/deployment/events";
import type { DeploymentContact, Header } from "@/lib/deployment/state";

type Of<Kind extends DeploymentEventKind> = DeploymentEvent<Kind>;
type DetailsProps = { event: DeploymentEvent; names: Record<string, string> };

const contactText = ({ role, name, contact, escalation }: DeploymentContact): string =>
  [role, name, contact, escalation].filter(Boolean).join(" · ");

/** What an event changed, beyond its line; the words that were given with it stand apart. */
export function EventDetails({ event, names }: DetailsProps) {
  switch (event.kind) {
    case "deployment.header_changed":
      return <HeaderChange event={event} names={names} />;
    case "item.changed":
      return <ItemChange event={event} />;
    case "item.corrected":
      return <Correction event={event} />;
    case "contacts.changed":
      return <Rows before={event.before.map(contactText)} after={event.after.map(contactText)} />;
    case "references.changed":
      return (
        <Rows
          before={event.before.map(({ label, url }) => `${label} · ${url}`)}
          after={event.after.map(({ label, url }) => `${label} · ${url}`)}
        />
      );
    default:
      return null;
  }
}

const shownFields = [
  "title",
  "version",
  "plannedAt",
  "deployedById",
  "environment",
  "artifact",
] as const;

function HeaderChange({
  event,
  names,
}: { event: Of<"deployment.header_changed"> } & Pick<DetailsProps, "names">) {
  const t = useTranslations("log");
  const value = (header: Partial<Header>, field: (typeof shownFields)[number]) => {
    if (field === "environment") return header.environment?.name ?? "–";
    if (field === "plannedAt") return header.plannedAt ? <Time iso={header.plannedAt} /> : "–";
    const text = header[field] ?? "–";
    return field === "deployedById" ? (names[text] ?? text) : text;
  };
  return shownFields
    .filter((field) => field in event.after)
    .map((field) => (
      <span key={field} className="block text-muted">
        {t(`field.${field}`)}: {value(event.before, field)} → {value(event.after, field)}
      </span>
    ));
}

/** Three facts stand apart: the tick, that it was early, that it was against a verdict. */
function ItemChange({ event }: { event: Of<"item.changed"> }) {
  const t = useTranslations("log");
  const marks = [
    ...(event.after.early ? [t("early")] : []),
    ...(event.after.override ? [t("override")] : []),
  ];
  return marks.length > 0 ? <span className="block text-muted">{marks.join(" ")}</span> : null;
}

function Correction({ event }: { event: Of<"item.corrected"> }) {
  const t = useTranslations("log");
  const { before, after } = event;
  return (
    <>
      {after.label !== null && after.label !== before.label ? (
        <span className="block text-muted">
          {t("field.text")}: {before.label} → {after.label}
        </span>
      ) : null}
      {after.command !== null && after.command !== before.command ? (
        <span className="block text-muted">
          {t("field.command")}:
          <code className="block whitespace-pre-wrap break-words font-mono text-xs">
            {after.command}
          </code>
        </span>
      ) : null}
    </>
  );
}

/** Rows of a small table that went and came. */
function Rows({ before, after }: { before: string[]; after: string[] }) {
  const t = useTranslations("log");
  const gone = new Set(before.filter((row) => !after.includes(row)));
  const come = new Set(after.filter((row) => !before.includes(row)));
  const lines = [
    ...[...gone].map((row) => t("removed", { row })),
    ...[...come].map((row) => t("added", { row })),
  ];
  return lines.map((line) => (
    <span key={line} className="block text-muted">
      {line}
    </span>
  ));
}
