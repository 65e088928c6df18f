"use client";

import { type ComponentProps, useId } from "react";
import { Input } from "@/components/ui/input";

/** A time zone by name, with the browser's own list to choose from. */
export function ZoneInput(props: ComponentProps<typeof Input>) {
  const id = useId();
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return (
    <>
      <Input {...props} list={id} autoComplete="off" spellCheck={false} />
      <datalist id={id}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
