/**
 * What n requests say about a percentile. Exact: whole numbers instead of floating point, so that a count which just
 * supports a verdict is not one that just misses it. Percentiles are given in tenths: 950 is p95.
 */

export const mostRequests = 300;

/** Nearest rank: the smallest value that at least this share of the values does not exceed. `sorted` is not empty. */
export function nearestRank(sorted: readonly number[], tenths: number): number {
  const rank = Math.max(1, Math.ceil((tenths * sorted.length) / 1000));
  return sorted[rank - 1] ?? Number.POSITIVE_INFINITY;
}

export type Decision =
  | "pass"
  | "fail"
  /** How many requests with no more over the bound would do; null when more than 300 would be needed. */
  | { need: number | null };

/**
 * `over` of `n` requests were over the bound. Pass when so few would come at most once in twenty times if the percentile
 * were over the bound; fail when so many would come at most once in twenty if it were not. One-sided, 95 %.
 */
export function decide(n: number, over: number, tenths: number): Decision {
  if (atMost(over, n, tenths)) return "pass";
  // At least `over` is everything but at most one less.
  if (n > 0 && twentyTimes(sum(over, n, n, tenths), n)) return "fail";
  return { need: needed(over, tenths) };
}

/** The fewest requests that can pass with this many over the bound; null when they are more than 300. */
export function needed(over: number, tenths: number): number | null {
  let low = over + 1;
  let high = mostRequests;
  if (low > high || !atMost(over, high, tenths)) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (atMost(over, middle, tenths)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether `over` or fewer of `n` are that unlikely when the share over the bound is just too large. */
function atMost(over: number, n: number, tenths: number): boolean {
  return twentyTimes(sum(0, over, n, tenths), n);
}

const twentyTimes = (ways: bigint, n: number) => 20n * ways <= 1000n ** BigInt(n);

/** The binomial probability of `from` to `to` out of `n`, times 1000 to the power of `n`. */
function sum(from: number, to: number, n: number, tenths: number): bigint {
  const overShare = BigInt(1000 - tenths);
  const underShare = BigInt(tenths);
  let term = underShare ** BigInt(n);
  let total = 0n;
  for (let i = 0; i <= Math.min(to, n); i += 1) {
    // Divides without rest: the term before holds one factor more of the share under the bound.
    if (i > 0) term = (term * BigInt(n - i + 1) * overShare) / (BigInt(i) * underShare);
    if (i >= from) total += term;
  }
  return total;
}
