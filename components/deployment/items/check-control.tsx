"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import { useSettling } from "@/components/deployment/settling";
import { itemStates } from "@/components/ui/states";
import { toneText } from "@/components/ui/tone";
import type { ItemStateName } from "@/lib/deployment/item-state";

type CheckControlProps = {
  itemKey: string;
  state: ItemStateName;
  labelId: string;
  /** Why it cannot be set now, in words; null: it can. */
  why: string | null;
};

const checked = (state: ItemStateName): boolean | "mixed" => {
  if (state === "done") return true;
  return state === "todo" || state === "blocked" || state === "failed" ? false : "mixed";
};

export const checkId = (labelId: string): string => `${labelId}-check`;

/** The box of an item: icon and, for a screen reader, label and state. A refused click says why. */
export function CheckControl({ itemKey, state, labelId, why }: CheckControlProps) {
  const t = useTranslations("common.itemState");
  const { toggle } = useSettling();
  const { icon: Icon, tone } = itemStates[state];
  const id = checkId(labelId);
  return (
    // biome-ignore lint/a11y/useSemanticElements: six states, and one that may say no: more than an input can show
    <button
      type="button"
      id={id}
      role="checkbox"
      aria-checked={checked(state)}
      aria-labelledby={`${labelId} ${id}-state`}
      aria-disabled={why ? true : undefined}
      aria-describedby={why ? `${id}-why` : undefined}
      data-check=""
      title={why ?? undefined}
      onClick={() => toggle(itemKey)}
      className={clsx(
        "-my-0.5 grid size-7 place-items-center rounded-md hover:bg-pressed",
        state === "todo" ? "text-border" : toneText[tone],
        why && state === "todo" && "opacity-45",
      )}
    >
      <Icon aria-hidden className="size-4.5" />
      <span id={`${id}-state`} className="sr-only">
        {t(state)}
      </span>
      {why ? (
        <span id={`${id}-why`} className="sr-only">
          {why}
        </span>
      ) : null}
    </button>
  );
}
