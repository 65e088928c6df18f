/** How long after go-live a follow-up section is due, in calendar terms. */
type Span = { days: number } | { months: number };

const patterns: readonly { pattern: RegExp; span: (n: number) => Span }[] = [
  { pattern: /\bdays?\s*(\d{1,3})\b/i, span: (n) => ({ days: n }) },
  { pattern: /\bweeks?\s*(\d{1,2})\b/i, span: (n) => ({ days: 7 * n }) },
  { pattern: /\bmonths?\s*(\d{1,2})\b/i, span: (n) => ({ months: n }) },
  { pattern: /\b(\d{1,3})\s*days?\b/i, span: (n) => ({ days: n }) },
  { pattern: /\b(\d{1,2})\s*weeks?\b/i, span: (n) => ({ days: 7 * n }) },
  { pattern: /\b(\d{1,2})\s*months?\b/i, span: (n) => ({ months: n }) },
  { pattern: /\bfirst day\b|첫(?:째)?\s*날/i, span: () => ({ days: 1 }) },
  { pattern: /\bfirst week\b|첫(?:째)?\s*주/i, span: () => ({ days: 7 }) },
  { pattern: /\bfirst month\b|첫(?:째)?\s*달/i, span: () => ({ months: 1 }) },
  { pattern: /(\d{1,3})\s*일/, span: (n) => ({ days: n }) },
  { pattern: /(\d{1,2})\s*주/, span: (n) => ({ days: 7 * n }) },
  { pattern: /(\d{1,2})\s*(?:개월|달)/, span: (n) => ({ months: n }) },
];

function spanOf(title: string): Span | null {
  for (const { pattern, span } of patterns) {
    const hit = pattern.exec(title);
    if (hit) return span(Number(hit[1] ?? 1));
  }
  return null;
}

type Clock = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function clockOf(atMs: number, zone: string): Clock {
  const known = formatters.get(zone);
  const formatter =
    known ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  if (!known) formatters.set(zone, formatter);
  const parts = Object.fromEntries(
    formatter.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

const asUtc = (c: Clock): number =>
  Date.UTC(c.year, c.month - 1, c.day, c.hour, c.minute, c.second);

/** The instant at which the zone's clocks show this; in the hour that spring skips, the one after it. */
function instantOf(clock: Clock, zone: string): number {
  const wanted = asUtc(clock);
  const offsetAt = (atMs: number) => asUtc(clockOf(atMs, zone)) - atMs;
  const first = wanted - offsetAt(wanted);
  const second = wanted - offsetAt(first);
  return offsetAt(second) === offsetAt(first) ? second : Math.max(first, second);
}

function add(clock: Clock, span: Span): Clock {
  if ("days" in span) return { ...clock, day: clock.day + span.days };
  const month = clock.month + span.months;
  const lastDay = new Date(Date.UTC(clock.year, month, 0)).getUTCDate();
  return { ...clock, month, day: Math.min(clock.day, lastDay) };
}

/**
 * When the items of a follow-up section are due: the same time of day as the go-live, so many calendar days,
 * weeks or months later in the deployment's zone (IANA). ISO in UTC; null when the title names no span.
 */
export function dueAt(sectionTitle: string, wentLiveAt: string, zone: string): string | null {
  const span = spanOf(sectionTitle);
  if (!span) return null;
  const live = Date.parse(wentLiveAt);
  const due = instantOf(add(clockOf(live, zone), span), zone);
  return new Date(due).toISOString();
}
