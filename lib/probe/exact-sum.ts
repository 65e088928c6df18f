/**
 * The sum of numbers as they are written in decimal, rounded once: ten times 0.1 is 1, and not a little less. An
 * infinity among them is the sum.
 */
export function exactSum(values: readonly number[]): number {
  const plain = values.reduce((total, value) => total + value, 0);
  const size = values.reduce((total, value) => total + Math.abs(value), 0);
  const counts = values.every(Number.isInteger) && size <= Number.MAX_SAFE_INTEGER;
  if (counts || !values.every(Number.isFinite)) return plain;
  const parts = values.map(decimalOf);
  const least = parts.reduce((low, { power }) => Math.min(low, power), 0);
  let total = 0n;
  for (const { digits, power } of parts) total += digits * 10n ** BigInt(power - least);
  return Number(`${total}e${least}`);
}

/** `digits` times ten to the `power`. Of a double there are few of either, however it was written before. */
function decimalOf(value: number): { digits: bigint; power: number } {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), power: Number(exponent) - fraction.length };
}
