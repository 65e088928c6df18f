"use client";

import clsx from "clsx";
import { MessageSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import { ItemMenu } from "@/components/deployment/items/item-menu";
import type { RowView } from "@/components/deployment/items/row-view";
import type { Can } from "@/components/deployment/items/use-can";
import { Button } from "@/components/ui/button";

type RowToolsProps = {
  row: RowView;
  label: string;
  can: Can;
  notesOpen: boolean;
  onNotes(open: boolean): void;
};

/** Notes and menu at the end of a row. */
export function RowTools({ row, label, can, notesOpen, onNotes }: RowToolsProps) {
  const t = useTranslations("item");
  const n = row.notes.length;
  return (
    <>
      <Button
        variant="quiet"
        size="icon-sm"
        data-key="n"
        aria-expanded={notesOpen}
        aria-label={t("notesOf", { n })}
        title={t("notesOf", { n })}
        onClick={() => onNotes(!notesOpen)}
        className={clsx(
          "!w-auto min-w-6 gap-1 px-1 text-xs",
          n === 0 &&
            "opacity-0 pointer-coarse:opacity-100 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100",
        )}
      >
        <MessageSquare aria-hidden className="size-3.5" />
        {n > 0 ? <span aria-hidden>{n}</span> : null}
      </Button>
      <ItemMenu row={row} label={label} can={can} onNote={() => onNotes(true)} />
    </>
  );
}
