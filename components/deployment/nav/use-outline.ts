"use client";

import { useMemo } from "react";
import { useDeployment } from "@/components/deployment/store";
import { overBlocker, rollbackRunning } from "@/lib/deployment/opening";
import { outlineOf, type StageOutline } from "@/lib/deployment/outline";

/** The stages as they are shown: in the document's order, the rollback on top while an issue runs. */
export function useOutline(): StageOutline[] {
  const { document, plan, state } = useDeployment();
  return useMemo(() => {
    const stages = outlineOf(document, plan, state);
    if (!rollbackRunning(state) || overBlocker(state)) return stages;
    const isRollback = ({ kind }: StageOutline) => kind === "rollback";
    return [...stages.filter(isRollback), ...stages.filter((stage) => !isRollback(stage))];
  }, [document, plan, state]);
}

export const stageAnchor = (key: string): string => `stage-${key}`;
export const sectionAnchor = (key: string): string => `section-${key}`;
