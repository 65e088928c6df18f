"use client";

import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import {
  type KeyboardEvent,
  lazy,
  memo,
  Suspense,
  useDeferredValue,
  useMemo,
  useState,
} from "react";
import { useTranslations } from "use-intl";
import { CheckControl, checkId } from "@/components/deployment/items/check-control";
import { ItemDetails } from "@/components/deployment/items/item-details";
import { ItemMarks } from "@/components/deployment/items/item-marks";
import { ItemMeta } from "@/components/deployment/items/item-meta";
import { RowTools } from "@/components/deployment/items/row-tools";
import type { RowView } from "@/components/deployment/items/row-view";
import type { Can } from "@/components/deployment/items/use-can";
import { InlineMarkdown } from "@/components/markdown/inline-markdown";
import { fillVariables } from "@/lib/checklist/variables";
import { isSettled } from "@/lib/deployment/item-state";
import { useErrorText } from "@/lib/i18n/use-error-text";

const ProbeLine = lazy(() => import("@/components/deployment/probes/probe-line"));
const ItemNotes = lazy(() => import("@/components/deployment/items/item-notes"));

type ItemRowProps = { row: RowView; values: Record<string, string>; can: Can };

/** One item of the document. Its keys (x, n, r, m, Enter) press the buttons that it shows. */
export const ItemRow = memo(function ItemRow({ row, values, can }: ItemRowProps) {
  const { item, state, blocker, probes, notes } = row;
  const t = useTranslations("item");
  const errorText = useErrorText();
  const label = useMemo(() => fillVariables(item.label, values).text, [item.label, values]);
  const hasDetails =
    item.description !== null || item.command !== null || item.moreCommands.length > 0;
  // Two buttons a row are a quarter of the page: they come after the items can be read and ticked.
  const tools = useDeferredValue(true, false);
  const [open, setOpen] = useState(!isSettled(state.state));
  const [notesOpen, setNotesOpen] = useState(false);
  const labelId = `label-${item.key}`;
  const why = can.tick ? blocker && errorText(blocker) : t("mayNotTick");
  const details = hasDetails && open;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const box = event.target instanceof Element && event.target.matches("[data-check]");
    // A checkbox answers to the space bar; Enter shows what is under it.
    if (event.key !== "Enter" || !box) return;
    event.preventDefault();
    if (hasDetails) setOpen(!open);
    else setNotesOpen(!notesOpen);
  };

  return (
    <li
      id={`item-${item.key}`}
      data-item={item.key}
      onKeyDown={onKeyDown}
      style={{ paddingLeft: `${item.depth * 1.75}rem` }}
      className="group scroll-mt-28 border-line border-b last:border-b-0 focus-within:bg-hover target:bg-hover hover:bg-hover"
    >
      <div className="grid min-h-row grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-1.5 py-1 pr-1 pl-2 @2xl:grid-cols-[auto_minmax(0,1fr)_auto_auto]">
        <CheckControl itemKey={item.key} state={state.state} labelId={labelId} why={why} />
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 py-1">
          <span id={labelId} className={clsx("min-w-0", isSettled(state.state) && "text-muted")}>
            <InlineMarkdown text={label} />
          </span>
          <ItemMarks row={row} />
          {hasDetails ? (
            <button
              type="button"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              className="inline-flex items-center gap-0.5 rounded-sm text-faint text-sm hover:text-ink"
            >
              <ChevronRight
                aria-hidden
                className={clsx("size-3.5 transition-transform", open && "rotate-90")}
              />
              {item.command ? t("command") : t("details")}
            </button>
          ) : null}
        </div>
        <div className="col-start-2 row-start-2 @2xl:col-start-3 @2xl:row-start-1 @2xl:max-w-72 @2xl:py-1 @2xl:text-right">
          <ItemMeta row={row} />
        </div>
        <div className="col-start-3 row-start-1 flex min-w-12 items-center justify-end @2xl:col-start-4 @2xl:w-15">
          {tools ? (
            <RowTools
              row={row}
              label={label}
              can={can}
              notesOpen={notesOpen}
              onNotes={setNotesOpen}
            />
          ) : null}
        </div>
      </div>
      {details || probes.length > 0 || notesOpen ? (
        <div className="grid gap-1 pr-2 pb-2 pl-10.5">
          {details ? <ItemDetails item={item} label={label} values={values} /> : null}
          {probes.length > 0 ? (
            <Suspense fallback={null}>
              {probes.map((probe) => (
                <ProbeLine
                  key={probe.id}
                  probe={probe}
                  override={
                    state.override?.probes.find(({ probeId }) => probeId === probe.id) ?? null
                  }
                  values={values}
                  mayRun={row.mayRun}
                />
              ))}
            </Suspense>
          ) : null}
          {notesOpen ? (
            <Suspense fallback={null}>
              <ItemNotes
                itemKey={item.key}
                notes={notes}
                names={row.noteNames.split("\n")}
                mayAdd={can.note}
                onClose={() => {
                  setNotesOpen(false);
                  document.getElementById(checkId(labelId))?.focus();
                }}
              />
            </Suspense>
          ) : null}
        </div>
      ) : null}
    </li>
  );
});
