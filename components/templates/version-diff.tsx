"use client";

import clsx from "clsx";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ItemChanges } from "@/components/templates/item-changes";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { Comparison, DiffLine, LineKind, TextDiff } from "@/lib/template/compare";

const signs: Record<LineKind, string> = { same: " ", added: "+", removed: "−" };
const grounds: Record<LineKind, string> = {
  same: "",
  added: "bg-settled-soft",
  removed: "bg-failed-soft",
};
/** A longer difference is shown in parts of so many places. */
const hunksAtOnce = 40;

/** A difference between two versions: what it means for the checklist, then line by line. */
export function VersionDiff({ diff }: { diff: Comparison }) {
  return (
    <div className="grid gap-4">
      <ItemChanges diff={diff.items} />
      <LineChanges diff={diff.lines} />
    </div>
  );
}

function LineChanges({ diff }: { diff: TextDiff | null }) {
  const t = useTranslations("templates.diff");
  const [shown, setShown] = useState(hunksAtOnce);
  if (!diff) return <Callout tone="attention">{t("tooLarge")}</Callout>;
  if (diff.hunks.length === 0) return <p className="text-muted">{t("none")}</p>;
  const { hunks, skippedBelow } = diff;
  const rest = hunks.length - shown;
  return (
    <div className="grid gap-2">
      <p>{t("counts", { added: diff.added, removed: diff.removed })}</p>
      <section
        aria-label={t("label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by key
        tabIndex={0}
        className="focus-inset relative overflow-x-auto rounded-md border border-line bg-sheet font-mono text-sm"
      >
        <table className="w-full border-collapse">
          <caption className="sr-only">{t("label")}</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">{t("lineBefore")}</th>
              <th scope="col">{t("lineAfter")}</th>
              <th scope="col">{t("change")}</th>
              <th scope="col">{t("text")}</th>
            </tr>
          </thead>
          {hunks.slice(0, shown).map((hunk) => (
            <tbody key={`${hunk.lines[0]?.before} ${hunk.lines[0]?.after}`}>
              {hunk.skipped > 0 ? <Skipped n={hunk.skipped} /> : null}
              {hunk.lines.map((line) => (
                <Line key={`${line.before} ${line.after}`} line={line} />
              ))}
            </tbody>
          ))}
          {rest <= 0 && skippedBelow > 0 ? (
            <tbody>
              <Skipped n={skippedBelow} />
            </tbody>
          ) : null}
        </table>
      </section>
      {rest > 0 ? (
        <Button className="justify-self-start" onClick={() => setShown(shown + hunksAtOnce)}>
          {t("showMore", { n: rest })}
        </Button>
      ) : null}
    </div>
  );
}

function Skipped({ n }: { n: number }) {
  const t = useTranslations("templates.diff");
  return (
    <tr>
      <td colSpan={4} className="border-line border-y bg-sunken px-3 py-0.5 text-muted text-xs">
        {t("skipped", { n })}
      </td>
    </tr>
  );
}

function Line({ line }: { line: DiffLine }) {
  const t = useTranslations("templates.diff");
  return (
    <tr className={grounds[line.kind]}>
      <td className="w-[1%] select-none px-2 text-right text-muted">{line.before}</td>
      <td className="w-[1%] select-none px-2 text-right text-muted">{line.after}</td>
      <td className="w-[1%] select-none px-1">
        <span aria-hidden>{signs[line.kind]}</span>
        {line.kind === "same" ? null : <span className="sr-only">{t(line.kind)}</span>}
      </td>
      <td className={clsx("whitespace-pre pr-3", line.kind === "same" && "text-muted")}>
        {line.text}
      </td>
    </tr>
  );
}
