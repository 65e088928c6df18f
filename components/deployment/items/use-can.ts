"use client";

import { useMemo } from "react";
import { useDeployment } from "@/components/deployment/store";

/** What the viewer's role allows here; the same object until it changes. */
export type Can = {
  tick: boolean;
  note: boolean;
  waive: boolean;
  edit: boolean;
  set: boolean;
  bind: boolean;
};

export function useCan(): Can {
  const { may, state } = useDeployment();
  const over = state.closedAt !== null || state.cancelled !== null;
  const tick = may("item.tick");
  const note = may("item.note");
  const waive = may("item.waive");
  const edit = may("item.edit") && !over;
  const set = may("section.set");
  const bind = may("probe.bind") && !over;
  return useMemo(
    () => ({ tick, note, waive, edit, set, bind }),
    [tick, note, waive, edit, set, bind],
  );
}
