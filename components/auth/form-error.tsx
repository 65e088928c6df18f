"use client";

import { useEffect, useRef } from "react";
import { Callout } from "@/components/ui/callout";

/** What is wrong with the whole form, read out and brought into sight when it appears: the form may be a long one. */
export function FormError({ text }: { text: string | null }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (text) place.current?.scrollIntoView({ block: "nearest" });
  }, [text]);
  return text ? (
    <div ref={place}>
      <Callout tone="failed" role="alert">
        {text}
      </Callout>
    </div>
  ) : null;
}
