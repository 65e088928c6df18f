"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast-store";

type CopyButtonProps = {
  text: string;
  /** What is copied, for a screen reader: "Copy: <label>". */
  label: string;
  onCopied?: () => void;
  className?: string;
};

const confirmedMs = 2_000;

/** True when the text is on the clipboard. Plain http has no clipboard API: the old way serves there. */
async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused by the browser's settings: the old way may still be allowed.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.style.cssText = "position:fixed;opacity:0";
  const focused = document.activeElement;
  (focused?.closest("dialog") ?? document.body).append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}

export function CopyButton({ text, label, onCopied, className }: CopyButtonProps) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), confirmedMs);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    if (await copyText(text)) {
      setCopied(true);
      onCopied?.();
    } else toast({ tone: "failed", text: t("copyFailed") });
  };
  const Icon = copied ? Check : Copy;
  return (
    <>
      <Button
        variant="quiet"
        size="icon-sm"
        aria-label={`${t("copy")}: ${label}`}
        title={t("copy")}
        onClick={copy}
        className={className}
      >
        <Icon aria-hidden className="size-3.5" />
      </Button>
      <span role="status" className="sr-only">
        {copied ? t("copied") : ""}
      </span>
    </>
  );
}
