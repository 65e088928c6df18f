"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { placeBy } from "@/components/ui/float";

type TooltipProps = {
  text: ReactNode;
  /** Gets what ties the control to the text. Leave it unused where the text repeats the name. */
  children: (props: { "aria-describedby": string }) => ReactNode;
};

const hoverDelayMs = 250;

/** A few words on hover or focus; Escape hides them, the pointer may rest on them. */
export function Tooltip({ text, children }: TooltipProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const hide = () => {
    clearTimeout(timer.current);
    if (bubble.current?.matches(":popover-open")) bubble.current.hidePopover();
  };
  const show = () => {
    const [control, tip] = [anchor.current?.firstElementChild, bubble.current];
    if (!control || !tip || tip.matches(":popover-open")) return;
    tip.showPopover();
    placeBy(control, tip, 6);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for the control inside it
    <span
      ref={anchor}
      className="inline-flex"
      onPointerEnter={(event) => {
        if (event.pointerType === "touch") return;
        clearTimeout(timer.current);
        timer.current = setTimeout(show, hoverDelayMs);
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(":focus-visible") && show()}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !bubble.current?.matches(":popover-open")) return;
        event.stopPropagation();
        hide();
      }}
    >
      {children({ "aria-describedby": id })}
      <span
        ref={bubble}
        id={id}
        role="tooltip"
        popover="manual"
        className="fixed max-w-72 whitespace-normal rounded-sm bg-ink px-2 py-1 font-normal text-sheet text-sm open:animate-appear"
      >
        {text}
      </span>
    </span>
  );
}
