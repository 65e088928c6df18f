"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { dismissToast, type Toast, toastStore } from "@/components/ui/toast-store";
import { toneEdge, toneText } from "@/components/ui/tone";
import { toneIcons } from "@/components/ui/tone-icons";

const shownMs = 6_000;
const shownWithActionMs = 12_000;
const none: readonly Toast[] = [];

/**
 * Where toasts appear and are read out. Failures interrupt and stay until dismissed; the rest waits
 * while the pointer or the focus is on it.
 */
export function Toaster() {
  const t = useTranslations("common");
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.get, () => none);
  const [held, setHeld] = useState(false);
  return (
    <section
      aria-label={t("notifications")}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="fixed right-3 bottom-3 z-50 grid w-[min(24rem,calc(100vw-1.5rem))] gap-2"
    >
      <ol aria-live="polite" aria-relevant="additions" className="contents">
        {toasts
          .filter((toast) => toast.tone !== "failed")
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} held={held} />
          ))}
      </ol>
      <ol aria-live="assertive" aria-relevant="additions" className="contents">
        {toasts
          .filter((toast) => toast.tone === "failed")
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} held />
          ))}
      </ol>
    </section>
  );
}

function ToastCard({ toast, held }: { toast: Toast; held: boolean }) {
  const t = useTranslations("common");
  const tone = toast.tone ?? "neutral";
  const Icon = toneIcons[tone];
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(
      () => dismissToast(toast.id),
      toast.action ? shownWithActionMs : shownMs,
    );
    return () => clearTimeout(timer);
  }, [toast, held]);
  return (
    <li
      className={clsx(
        "flex animate-appear items-center gap-2 rounded-md border border-line border-l-3 bg-sheet py-1.5 pr-1.5 pl-3 shadow-over",
        toneEdge[tone],
      )}
    >
      <Icon aria-hidden className={clsx("size-4 shrink-0", toneText[tone])} />
      <span className="flex-1">{toast.text}</span>
      {toast.action ? (
        <Button
          size="sm"
          onClick={() => {
            toast.action?.run();
            dismissToast(toast.id);
          }}
        >
          {toast.action.label}
        </Button>
      ) : null}
      <Button
        variant="quiet"
        size="icon-sm"
        aria-label={t("dismiss")}
        onClick={() => dismissToast(toast.id)}
      >
        <X aria-hidden className="size-4" />
      </Button>
    </li>
  );
}
