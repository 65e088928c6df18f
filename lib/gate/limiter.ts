/** At most `most` in any window of `windowMs`, for each key; as many keys are remembered as fit. In this process. */
export function createLimiter({
  most,
  windowMs,
  keys,
}: {
  most: number;
  windowMs: number;
  keys: number;
}) {
  const counted = new Map<string, { n: number; until: number }>();
  return {
    /** Seconds to wait, 0 for none. Counts this one. */
    take(key: string, nowMs: number): number {
      const known = counted.get(key);
      if (!known || known.until <= nowMs) {
        counted.delete(key);
        counted.set(key, { n: 1, until: nowMs + windowMs });
        const [oldest] = counted.keys();
        if (counted.size > keys && oldest !== undefined) counted.delete(oldest);
        return 0;
      }
      known.n += 1;
      return known.n > most ? Math.max(1, Math.ceil((known.until - nowMs) / 1000)) : 0;
    },
  };
}
