"use client";

import { useCallback } from "react";
import { useDeployment } from "@/components/deployment/store";
import { fillVariables } from "@/lib/checklist/variables";

/** Puts the deployment's values into a text of the checklist: `{{version}}` and others. */
export function useFilled(): (text: string) => string {
  const { values } = useDeployment();
  return useCallback((text) => fillVariables(text, values).text, [values]);
}
