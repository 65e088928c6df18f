"use client";

import { useTranslations } from "use-intl";
import type { ChecklistDiff, ItemPlace } from "@/lib/checklist/diff";

/** A list that is longer is cut, and says by how much. */
const most = 50;

/** What a difference means: items, sign-offs and contacts that came, went or changed. */
export function ItemChanges({ diff }: { diff: ChecklistDiff }) {
  const t = useTranslations("templates.diff");
  if (diff.same) return <p>{t("sameReading")}</p>;
  const { added, removed, changed, signOffs, contacts } = diff;
  const where = ({ stage, section, label }: ItemPlace) =>
    `${[...new Set([stage, section])].filter((title) => title !== "").join(" › ")}: ${label}`;
  return (
    <div className="grid gap-2">
      <Part title={t("itemsAdded", { n: added.length })} lines={added.map(where)} />
      <Part title={t("itemsRemoved", { n: removed.length })} lines={removed.map(where)} />
      <Part
        title={t("itemsChanged", { n: changed.length })}
        lines={changed.map(
          (item) =>
            `${where(item)} – ${item.changes.map(({ what }) => t(`what.${what}`)).join(", ")}`,
        )}
      />
      <Part title={t("signOffsAdded", { n: signOffs.added.length })} lines={signOffs.added} />
      <Part title={t("signOffsRemoved", { n: signOffs.removed.length })} lines={signOffs.removed} />
      <Part
        title={t("contactsChanged", { n: contacts.length })}
        lines={contacts.map(({ role }) => role)}
      />
    </div>
  );
}

function Part({ title, lines }: { title: string; lines: string[] }) {
  const t = useTranslations("reading");
  if (lines.length === 0) return null;
  return (
    <section aria-label={title}>
      <h4 className="font-medium">{title}</h4>
      <ul className="list-disc pl-5 text-sm">
        {lines.slice(0, most).map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two items may read alike, and none moves
          <li key={`${at} ${line}`}>{line}</li>
        ))}
        {lines.length > most ? (
          <li className="text-muted">{t("more", { n: lines.length - most })}</li>
        ) : null}
      </ul>
    </section>
  );
}
