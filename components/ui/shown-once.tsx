"use client";

import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";

type ShownOnceProps = { secret: string; label: string; warning: string };

/** A secret that is shown this once: nothing of it is stored, here or on the server. */
export function ShownOnce({ secret, label, warning }: ShownOnceProps) {
  return (
    <div className="grid gap-3">
      <div className="flex items-center justify-between gap-2 rounded-md border border-border bg-sunken px-3 py-2">
        <output aria-label={label} className="select-all break-all font-mono text-lg">
          {secret}
        </output>
        <CopyButton text={secret} label={label} />
      </div>
      <Callout tone="attention">{warning}</Callout>
    </div>
  );
}
