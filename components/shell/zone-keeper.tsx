"use client";

import { useEffect } from "react";
import { setPreference } from "@/components/shell/preference";
import { useZone } from "@/components/ui/use-zone";
import { zoneCookie } from "@/lib/i18n/locale";

/** Tells the server the viewer's zone, so that the next page is rendered in it from the start. */
export function ZoneKeeper({ rendered }: { rendered: string }) {
  const zone = useZone();
  useEffect(() => {
    if (zone !== rendered) setPreference(zoneCookie, zone);
  }, [zone, rendered]);
  return null;
}
