"use client";

import clsx from "clsx";
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { placeBy } from "@/components/ui/float";

/** What the button that opens the menu must be given. */
export type MenuTrigger = {
  id: string;
  popoverTarget: string;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  "aria-controls": string;
};

type MenuProps = {
  trigger: (props: MenuTrigger) => ReactNode;
  /** As a function: made only while the menu is open, for pages with hundreds of menus. */
  children: ReactNode | (() => ReactNode);
};

const itemSelector = '[role^="menuitem"]:not([aria-disabled="true"])';

/** Where the arrow, Home, End or a letter leads; undefined when the key is none of these. */
function nextItem(items: HTMLElement[], current: number, key: string): HTMLElement | undefined {
  if (key === "ArrowDown") return items[(current + 1) % items.length];
  if (key === "ArrowUp") return items[(current - 1 + items.length) % items.length];
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key.length !== 1 || key === " ") return undefined;
  const rest = [...items.slice(current + 1), ...items.slice(0, current + 1)];
  const letter = key.toLocaleLowerCase();
  return rest.find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(letter));
}

/**
 * A menu of steps on the browser's popover, which opens it from its button, closes it on Escape or a
 * click beside it, and gives the focus back. Keys as in the ARIA menu button pattern.
 */
export function Menu({ trigger, children }: MenuProps) {
  const id = useId();
  const ref = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const place = useCallback(() => {
    const button = document.getElementById(`${id}-button`);
    if (button && ref.current) placeBy(button, ref.current);
  }, [id]);
  useEffect(() => {
    if (!open) return;
    window.addEventListener("scroll", place, { capture: true, passive: true });
    window.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place, { capture: true });
      window.removeEventListener("resize", place);
    };
  }, [open, place]);

  const items = () => [...(ref.current?.querySelectorAll<HTMLElement>(itemSelector) ?? [])];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab") ref.current?.hidePopover();
    const all = items();
    const current = all.findIndex((item) => item.matches(":focus"));
    const next = nextItem(all, current, event.key);
    // The page's own keys (j, k, x …) must not hear what is typed into a menu.
    event.stopPropagation();
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <>
      {trigger({
        id: `${id}-button`,
        popoverTarget: id,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        "aria-controls": id,
      })}
      <div
        ref={ref}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-labelledby={`${id}-button`}
        onBeforeToggle={(event) => {
          if (event.newState !== "open") return;
          flushSync(() => setOpen(true));
          place();
        }}
        onToggle={(event) => {
          setOpen(event.newState === "open");
          if (event.newState === "open") items()[0]?.focus();
        }}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const item = event.target instanceof Element && event.target.closest(itemSelector);
          if (item) ref.current?.hidePopover();
        }}
        className={clsx(
          "fixed max-w-[calc(100vw-1rem)] min-w-44 overflow-y-auto rounded-md border border-line bg-sheet py-1",
          "text-ink shadow-over open:animate-appear",
        )}
      >
        {typeof children !== "function" ? children : open ? children() : null}
      </div>
    </>
  );
}
