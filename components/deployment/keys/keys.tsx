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

/** The item that has, or last had, the focus. */
function here(): HTMLElement | null {
  const row = document.activeElement?.closest("[data-item]");
  const box = row?.querySelector<HTMLElement>("[data-check]");
  if (box) lastBox = box;
  return lastBox?.isConnected ? lastBox : null;
}

function move(by: 1 | -1): void {
  const all = boxes();
  const now = here();
  const at = now ? all.indexOf(now) : -1;
  const first = by === 1 && at < 0 ? firstInView(all) : all[Math.max(0, at + by)];
  const next = first ?? all.at(-1);
  next?.focus({ preventScroll: true });
  next?.closest("[data-item]")?.scrollIntoView({ block: "nearest" });
  lastBox = next ?? null;
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
    return () => window.removeEventListener("hashchange", openLinked);
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
