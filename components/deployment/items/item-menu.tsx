"use client";

import {
  CircleSlash2,
  CircleX,
  EllipsisVertical,
  FastForward,
  Link2,
  MessageSquare,
  OctagonMinus,
  Pencil,
  Radar,
  RotateCcw,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import type { RowView } from "@/components/deployment/items/row-view";
import type { Can } from "@/components/deployment/items/use-can";
import { useSettling } from "@/components/deployment/settling";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { MenuItem, MenuSeparator } from "@/components/ui/menu-item";
import { toast } from "@/components/ui/toast-store";
import type { ItemStateName } from "@/lib/deployment/item-state";
import { useErrorText } from "@/lib/i18n/use-error-text";

type ItemMenuProps = { row: RowView; label: string; can: Can; onNote: () => void };

const icons = {
  not_applicable: CircleSlash2,
  waived: FastForward,
  blocked: OctagonMinus,
  failed: CircleX,
  todo: RotateCcw,
};

/** Everything that can be done with an item beyond ticking it. */
export function ItemMenu({ row, label, can, onNote }: ItemMenuProps) {
  const t = useTranslations("item.menu");
  return (
    <Menu
      trigger={(props) => (
        <Button
          {...props}
          data-key="m"
          variant="quiet"
          size="icon-sm"
          aria-label={t("label", { label })}
        >
          <EllipsisVertical aria-hidden className="size-4" />
        </Button>
      )}
    >
      {() => <Steps row={row} can={can} onNote={onNote} />}
    </Menu>
  );
}

function Steps({ row, can, onNote }: Omit<ItemMenuProps, "label">) {
  const t = useTranslations("item.menu");
  const tItem = useTranslations("item");
  const { ask } = useSettling();
  const openDialog = useDialogs();
  const { item, state, blocker } = row;
  const itemKey = item.key;
  const set = (to: Exclude<ItemStateName, "done">) => {
    const Icon = icons[to];
    const disabled = !can.tick || (to === "waived" && !can.waive) || state.state === to;
    const closed = blocker !== null && blocker.code !== "children_open";
    return (
      <MenuItem
        key={to}
        icon={<Icon aria-hidden />}
        disabled={disabled || closed}
        onSelect={() => ask(itemKey, to)}
      >
        {t(to)}
      </MenuItem>
    );
  };
  const errorText = useErrorText();
  const why = can.tick ? blocker && errorText(blocker) : tItem("mayNotTick");
  return (
    <>
      {why ? (
        // The box says the same to a screen reader.
        <div aria-hidden className="max-w-64 px-3 pt-1 pb-1.5 text-muted text-sm">
          {why}
        </div>
      ) : null}
      {set("not_applicable")}
      {set("waived")}
      {set("blocked")}
      {set("failed")}
      {state.state === "todo" ? null : set("todo")}
      <MenuSeparator />
      <MenuItem icon={<MessageSquare aria-hidden />} disabled={!can.note} onSelect={onNote}>
        {t("note")}
      </MenuItem>
      <MenuItem
        icon={<Pencil aria-hidden />}
        disabled={!can.edit}
        onSelect={() => openDialog({ kind: "correct", itemKey })}
      >
        {t("correct")}
      </MenuItem>
      <MenuItem
        icon={<Radar aria-hidden />}
        disabled={!can.bind}
        onSelect={() => openDialog({ kind: "bind", itemKey })}
      >
        {t("bind")}
      </MenuItem>
      <CopyLink itemKey={itemKey} />
    </>
  );
}

function CopyLink({ itemKey }: { itemKey: string }) {
  const t = useTranslations("item.menu");
  const tCommon = useTranslations("common");
  const copy = async () => {
    const url = new URL(window.location.href);
    url.search = "";
    url.hash = `item-${itemKey}`;
    try {
      await navigator.clipboard.writeText(url.href);
      toast({ text: t("linkCopied") });
    } catch {
      // Without the clipboard (plain http, or refused) the address bar carries the link.
      window.history.replaceState(null, "", url);
      toast({ tone: "attention", text: tCommon("copyFailed") });
    }
  };
  return (
    <MenuItem icon={<Link2 aria-hidden />} onSelect={() => void copy()}>
      {t("copyLink")}
    </MenuItem>
  );
}
