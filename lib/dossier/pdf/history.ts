import { eventWords, proseOf } from "@/lib/deployment/event-words";
import type { Facts } from "@/lib/dossier/pdf/facts";
import type { Sheet } from "@/lib/dossier/pdf/sheet";

/** What went another way than the checklist says: by whom and why. */
export function writeExceptions(sheet: Sheet, facts: Facts): void {
  const { state, t, texts, nameOf, when, names } = facts;
  sheet.heading(t("overrides"));
  const label = names.labelOf;
  const items = Object.values(state.items).flatMap((item) => {
    const title =
      item.state === "waived"
        ? t("waived", { label: label(item.key) })
        : item.override
          ? `${t("override", { label: label(item.key) })} (${item.override.probes.map(({ verdict }) => (verdict ? texts.verdict(verdict) : t("notRun"))).join(", ")})`
          : null;
    if (!title) return [];
    return [
      {
        title,
        by: item.byId ? nameOf(item.byId) : t("probe"),
        at: item.at ?? "",
        reason: item.reason ?? "",
      },
    ];
  });
  const opened = Object.entries(state.opened).flatMap(([unit, { at, early }]) =>
    early
      ? [
          {
            title: t("openedEarly", { unit: names.unitTitle(unit) }),
            by: nameOf(early.byId),
            at,
            reason: early.reason,
          },
        ]
      : [],
  );
  const all = [...items, ...opened];
  if (all.length === 0) sheet.text(t("noOverrides"), { muted: true });
  for (const { title, by, at, reason } of all)
    sheet.row([
      { width: 14, text: [title, reason].filter(Boolean).join("\n") },
      { width: 6, text: at ? t("by", { name: by, when: when(at) }) : by, muted: true },
    ]);
}

/** Issues that were declared, and how each ended. */
export function writeIssues(sheet: Sheet, { state, t, nameOf, when }: Facts): void {
  if (state.issues.length === 0) return;
  sheet.heading(t("rollback"));
  for (const { what, byId, at, endedAt, endNote } of state.issues) {
    sheet.text(what, { strong: true });
    sheet.text(t("declared", { name: nameOf(byId), when: when(at) }), { muted: true });
    sheet.text(endedAt ? t("ended", { when: when(endedAt), note: endNote ?? "" }) : t("running"));
  }
}

export function writeContacts(sheet: Sheet, { state, t }: Facts): void {
  if (state.contacts.length === 0) return;
  sheet.heading(t("contacts"));
  for (const { role, name, contact, escalation } of state.contacts)
    sheet.row([
      { width: 5, text: role, strong: true },
      { width: 5, text: name },
      { width: 6, text: contact },
      { width: 5, text: escalation },
    ]);
}

/** The whole log, an event a line. */
export function writeLog(sheet: Sheet, { events, t, names, texts, when }: Facts): void {
  sheet.heading(t("log"));
  for (const event of events) {
    const prose = proseOf(event);
    sheet.row(
      [
        { width: 1.4, text: String(event.number), muted: true },
        { width: 5, text: when(event.at), muted: true },
        { width: 14, text: [eventWords(event, names, texts), prose].filter(Boolean).join("\n") },
      ],
      { size: "small" },
    );
  }
}
