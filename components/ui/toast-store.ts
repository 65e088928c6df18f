import type { Tone } from "@/components/ui/tone";

export type ToastInput = {
  text: string;
  tone?: Tone;
  /** One step to take back or follow up ("Undo"); it keeps the toast longer. */
  action?: { label: string; run: () => void };
};
export type Toast = ToastInput & { id: number };

const most = 4;
let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says something briefly; callable from anywhere in the browser. Returns the id to dismiss it by. */
export function toast(input: ToastInput): number {
  last += 1;
  const all = [...toasts, { ...input, id: last }];
  // A failure waits to be read; news make room for it.
  const extra = all.length > most ? (all.find((each) => each.tone !== "failed") ?? all[0]) : null;
  set(all.filter((each) => each !== extra));
  return last;
}

export function dismissToast(id: number): void {
  set(toasts.filter((each) => each.id !== id));
}

export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  get: () => toasts,
};
