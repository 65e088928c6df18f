"use client";

import { useEffect, useState } from "react";

/** Key of the section at the top of the window; null above the first. */
export function useReading(): string | null {
  const [reading, setReading] = useState<string | null>(null);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      let above: string | null = null;
      for (const section of document.querySelectorAll<HTMLElement>("[data-section]")) {
        if (section.getBoundingClientRect().top > 160) break;
        above = section.dataset.section ?? null;
      }
      setReading(above);
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    soon();
    window.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", soon);
      window.removeEventListener("resize", soon);
    };
  }, []);
  return reading;
}
