"use client";

import { useCallback, useRef } from "react";
import { useTranslations } from "use-intl";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import { useControl } from "@/components/deployment/store";
import { ask } from "@/components/deployment/use-command";
import { useRefusalText } from "@/components/deployment/use-refusal-text";
import { dismissToast, toast } from "@/components/ui/toast-store";
import { may } from "@/lib/core/permissions";
import { settleItemAction } from "@/lib/deployment/actions";
import type { ItemStateName } from "@/lib/deployment/item-state";
import { settleBlocker } from "@/lib/deployment/rules";
import type { WordedError } from "@/lib/i18n/error-text";
import { standingOver } from "@/lib/sign-off/standing-over";

/** Rules that a reason satisfies. */
const wantsReason = new Set(["reason_needed", "verdict_needs_reason"]);

type Before = { itemKey: string; state: ItemStateName; reason: string | null };

export type Settling = {
  /** Asks first where a reason is needed or signatures would be suspended; else sets at once. */
  ask: (itemKey: string, to: ItemStateName) => void;
  /** Sets at once. */
  settle: (itemKey: string, to: ItemStateName, reason: string | null) => void;
  /** What `x` and a click on the box do: tick what is open, take back what is settled. */
  toggle: (itemKey: string) => void;
  /** Sets the item that was settled last back to what it was. */
  undo: () => void;
};

/** Ticks: shown at once, never waiting for one another, taken back with a word when refused. */
export function useSettle(): Settling {
  const t = useTranslations("deployment");
  const tState = useTranslations("common.itemState");
  const tCommon = useTranslations("common");
  const control = useControl();
  const openDialog = useDialogs();
  const refusalText = useRefusalText();
  const history = useRef<Before[]>([]);
  const undoToast = useRef(0);

  const labelOf = (itemKey: string) => control.current().plan.items[itemKey]?.label ?? itemKey;

  const refuse = (itemKey: string, error: WordedError) =>
    toast({
      tone: "failed",
      text: t("refused", { label: labelOf(itemKey), why: refusalText(error) }),
    });

  const send = async (itemKey: string, to: ItemStateName, reason: string | null) => {
    const { state } = control.current();
    const item = state.items[itemKey];
    if (!item) return;
    const { version } = item;
    const at = new Date().toISOString();
    const id = control.addTick({ itemKey, to, reason, version, at });
    const input = { deploymentId: control.id, itemKey, to, reason, version };
    const answer = await ask(settleItemAction, input);
    if (answer.ok) {
      control.ingest(answer.events);
      const known = control.confirmed().items[itemKey]?.version ?? 0;
      if (known < answer.result.version && answer.result.already) await control.refetch();
    }
    control.removeTick(id);
    if (!answer.ok) {
      dismissToast(undoToast.current);
      history.current = history.current.filter((before) => before.itemKey !== itemKey);
      // The stream may be away: what the other one did must be on the screen when its word is.
      if (answer.error.code === "conflict") await control.refetch();
      refuse(itemKey, answer.error);
    } else if (answer.result.already && answer.result.byId !== control.me.id) {
      dismissToast(undoToast.current);
      toast({
        text: t("alreadyBy", {
          label: labelOf(itemKey),
          state: tState(to),
          who: control.nameOf(answer.result.byId),
        }),
      });
    }
  };

  const undo = () => {
    const before = history.current.pop();
    dismissToast(undoToast.current);
    if (!before) return void toast({ text: t("nothingToUndo") });
    request(before.itemKey, before.state, before.reason, true);
  };

  const settle = (itemKey: string, to: ItemStateName, reason: string | null, undoing = false) => {
    const item = control.current().state.items[itemKey];
    if (!item) return;
    if (!undoing) {
      history.current.push({ itemKey, state: item.state, reason: item.reason });
      dismissToast(undoToast.current);
      undoToast.current = toast({
        tone: to === "done" ? "settled" : "neutral",
        text: t("nowState", { label: labelOf(itemKey), state: tState(to) }),
        action: { label: tCommon("undo"), run: undo },
      });
    } else {
      toast({ text: t("undone", { label: labelOf(itemKey), state: tState(to) }) });
    }
    void send(itemKey, to, reason);
  };

  const request = (itemKey: string, to: ItemStateName, reason: string | null, undoing = false) => {
    const { plan, state } = control.current();
    const mayWaive = may(control.me.grants, "item.waive", state.project.id);
    if (!may(control.me.grants, "item.tick", state.project.id)) {
      return void refuse(itemKey, { code: "not_allowed" });
    }
    const blocker = settleBlocker(plan, state, { itemKey, to, reason, mayWaive });
    if (blocker && !wantsReason.has(blocker.code)) return void refuse(itemKey, blocker);
    if (blocker || standingOver(plan, state, itemKey).length > 0) {
      return openDialog({ kind: "reason", itemKey, to, reason });
    }
    settle(itemKey, to, reason, undoing);
  };

  const toggle = (itemKey: string) => {
    const now = control.current().state.items[itemKey]?.state;
    if (!now) return;
    const settled = now === "done" || now === "not_applicable" || now === "waived";
    request(itemKey, settled ? "todo" : "done", null);
  };

  const newest = useRef({ request, settle, toggle, undo });
  newest.current = { request, settle, toggle, undo };
  const asked = useCallback(
    (itemKey: string, to: ItemStateName) => newest.current.request(itemKey, to, null),
    [],
  );
  const settled = useCallback(
    (itemKey: string, to: ItemStateName, reason: string | null) =>
      newest.current.settle(itemKey, to, reason),
    [],
  );
  const toggled = useCallback((itemKey: string) => newest.current.toggle(itemKey), []);
  const undone = useCallback(() => newest.current.undo(), []);
  const [held] = [useRef<Settling>({ ask: asked, settle: settled, toggle: toggled, undo: undone })];
  return held.current;
}
