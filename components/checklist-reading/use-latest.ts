"use client";

import { useCallback, useLayoutEffect, useRef } from "react";

/** A function that never changes and always calls the newest one: what is drawn with it need not be drawn again. */
export function useLatest<Args extends unknown[], Result>(
  newest: (...args: Args) => Result,
): (...args: Args) => Result {
  const held = useRef(newest);
  useLayoutEffect(() => {
    held.current = newest;
  });
  return useCallback((...args: Args) => held.current(...args), []);
}
