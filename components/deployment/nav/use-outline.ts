"use client";

import { useMemo } from "react";
import { useDeployment } from "@/components/deployment/store";
import { outlineOf, type StageOutline } from "@/lib/deployment/outline";

export function useOutline(): StageOutline[] {
  const { document, plan, state } = useDeployment();
  return useMemo(() => outlineOf(document, plan, state), [document, plan, state]);
}

export const stageAnchor = (key: string): string => `stage-${key}`;
export const sectionAnchor = (key: string): string => `section-${key}`;
