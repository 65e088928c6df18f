"use client";

import { useEffect } from "react";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import { keysOn } from "@/components/deployment/keys/keys-on";
import { useSettling } from "@/components/deployment/settling";

const typing =
  'input:not([type="checkbox"]), textarea, select, [contenteditable="true"], dialog, [role="menu"]';

const boxes = (): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>("[data-items] [data-check]"),
];

let lastBox: HTMLElement | null = null;
let lastAt = -1;

function remember(box: HTMLElement): void {
  lastBox = box;
  lastAt = boxes().indexOf(box);
}

/** The item that has, or last had, the focus. */
function here(): HTMLElement | null {
  const row = document.activeElement?.closest("[data-item]");
  const box = row?.querySelector<HTMLElement>("[data-check]");
  if (box) remember(box);
  return lastBox?.isConnected ? lastBox : null;
}

/** A tick can take its row out of the filter: the one that moves up gets the focus. */
function keepPlace(event: MouseEvent): void {
  const box = event.target instanceof Element && event.target.closest<HTMLElement>("[data-check]");
  if (!box) return;
  if (box.isConnected) remember(box);
  requestAnimationFrame(() => {
    if (!box.isConnected && document.activeElement === document.body) focus(boxes()[lastAt]);
  });
}

function move(by: 1 | -1): void {
  const all = boxes();
  const now = here();
  const gone = now === null && lastAt >= 0;
  const at = now ? all.indexOf(now) : by === 1 ? lastAt - 1 : lastAt;
  if (now || gone) focus(all[Math.max(0, at + by)] ?? all.at(-1));
  else focus(firstInView(all));
}

function focus(box: HTMLElement | undefined): void {
  if (!box) return;
  box.focus({ preventScroll: true });
  box.closest("[data-item]")?.scrollIntoView({ block: "nearest" });
  remember(box);
}

const firstInView = (all: HTMLElement[]): HTMLElement | undefined =>
  all.find((box) => box.getBoundingClientRect().top > 100) ?? all[0];

function press(key: string): void {
  const row = here()?.closest("[data-item]");
  row?.querySelector<HTMLElement>(key === "x" ? "[data-check]" : `[data-key="${key}"]`)?.click();
}

/** Scrolls to the item of the address and gives it the focus. */
function openLinked(): void {
  const id = decodeURIComponent(window.location.hash.slice(1));
  if (!id.startsWith("item-")) return;
  const row = document.getElementById(id);
  row?.scrollIntoView({ block: "center" });
  row?.querySelector<HTMLElement>("[data-check]")?.focus({ preventScroll: true });
}

/** The page's keys. Off while typing, in dialogs and menus, and when the person has switched them off. */
export function Keys() {
  const openDialog = useDialogs();
  const { undo } = useSettling();
  useEffect(() => {
    openLinked();
    window.addEventListener("hashchange", openLinked);
    // Before React hears it: afterwards the row may be gone.
    window.addEventListener("click", keepPlace, { capture: true });
    return () => {
      window.removeEventListener("hashchange", openLinked);
      window.removeEventListener("click", keepPlace, { capture: true });
    };
  }, []);
  useEffect(() => {
    const steps: Record<string, () => void> = {
      j: () => move(1),
      k: () => move(-1),
      x: () => press("x"),
      n: () => press("n"),
      r: () => press("r"),
      m: () => press("m"),
      u: undo,
      "/": () => document.querySelector<HTMLElement>("[data-filter-text]")?.focus(),
      "?": () => openDialog({ kind: "keys" }),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(typing) || document.querySelector("dialog[open]")) return;
      const onBox = target?.matches("[data-check]");
      if (onBox && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        return move(event.key === "ArrowDown" ? 1 : -1);
      }
      const step = steps[event.key];
      if (!step || (event.key !== "?" && !keysOn.get())) return;
      event.preventDefault();
      step();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [openDialog, undo]);
  return null;
}
