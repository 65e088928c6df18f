"use client";

import { useLocale } from "use-intl";
import { formatAgo, formatTime, type TimeShow } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/use-now";
import { useZone } from "@/components/ui/use-zone";

type TimeProps = { iso: string; show?: TimeShow; className?: string };

/** A time in the viewer's zone, with the zone; UTC in its tooltip. */
export function Time({ iso, show = "datetime", className }: TimeProps) {
  const [locale, zone] = [useLocale(), useZone()];
  return (
    <time
      dateTime={iso}
      title={formatTime(iso, locale, "UTC", "datetime")}
      className={className}
      suppressHydrationWarning
    >
      {formatTime(iso, locale, zone, show)}
    </time>
  );
}

/** How long ago, or how soon; the full time in its tooltip and while hydrating. */
export function TimeAgo({ iso, className }: { iso: string; className?: string }) {
  const [locale, zone, now] = [useLocale(), useZone(), useNow()];
  const full = formatTime(iso, locale, zone, "datetime");
  return (
    <time dateTime={iso} title={full} className={className} suppressHydrationWarning>
      {now === null ? full : formatAgo(iso, locale, now)}
    </time>
  );
}
