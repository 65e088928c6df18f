/**
 * Lets through exactly the events that follow each other. `has` is the number of the last one that the reader has,
 * from wherever.
 */
export function sequence(has: () => number) {
  let at = 0;
  function last(): number {
    at = Math.max(at, has());
    return at;
  }
  return {
    last,
    /** "gap": one before it is missing; nothing is delivered until that has come. */
    take(number: number, deliver: () => void): "gap" | null {
      if (number > last() + 1) return "gap";
      if (number <= at) return null;
      at = number;
      deliver();
      return null;
    },
  };
}
