export type TimeShow = "datetime" | "stamp" | "date" | "time";

const shapes: Record<TimeShow, Intl.DateTimeFormatOptions> = {
  datetime: {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  },
  /** Without the year, for dense rows; the tooltip has it. */
  stamp: {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  },
  date: { year: "numeric", month: "short", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A time as people in `timeZone` write it, with the zone (a date alone has none). */
export function formatTime(iso: string, locale: string, timeZone: string, show: TimeShow): string {
  const key = `${locale} ${timeZone} ${show}`;
  const known = formatters.get(key);
  const formatter = known ?? new Intl.DateTimeFormat(locale, { ...shapes[show], timeZone });
  if (!known) formatters.set(key, formatter);
  // Narrow spaces differ between runtimes; a plain one looks the same and hydrates everywhere.
  return formatter.format(new Date(iso)).replace(/[\u202f\u00a0]/g, " ");
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "3 min. ago", "in 2 days"; "now" below a minute. */
export function formatAgo(iso: string, locale: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(iso) - nowMs) / 1000);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  for (const [unit, length] of units)
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  return words.format(0, "second");
}
