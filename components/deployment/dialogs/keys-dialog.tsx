"use client";

import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { keysOn } from "@/components/deployment/keys/keys-on";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const rows = [
  ["j", "next"],
  ["k", "previous"],
  ["x", "tick"],
  ["u", "undo"],
  ["Enter", "expand"],
  ["n", "notes"],
  ["r", "run"],
  ["m", "menu"],
  ["/", "filter"],
  ["?", "help"],
] as const;

/** What each key does, and the switch that turns the single keys off. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("deployment.keys");
  const on = useSyncExternalStore(keysOn.subscribe, keysOn.get, () => true);
  return (
    <Dialog open size="sm" onClose={onClose} title={t("title")}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5">
        {rows.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex items-start gap-2 border-line border-t pt-3">
        <Checkbox checked={on} onChange={(event) => keysOn.set(event.target.checked)} />
        <span>
          {t("on")}
          <span className="block text-muted text-sm">{t("onHint")}</span>
        </span>
      </label>
    </Dialog>
  );
}
