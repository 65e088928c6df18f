"use client";

import { useEffect, useState } from "react";
import { askReader } from "@/components/checklist-reading/reader";
import type { Comparison } from "@/lib/template/compare";

type Compared = { before: string; after: string; diff: Comparison | null };

/** The difference between two texts, worked out beside the page: undefined while it is, null when that failed. */
export function useTextDiff(before: string, after: string): Comparison | null | undefined {
  const [compared, setCompared] = useState<Compared | null>(null);
  useEffect(() => {
    let gone = false;
    const compare = async () => {
      const answer = await askReader({ kind: "compare", before, after });
      if (!gone && answer.kind === "compared") {
        setCompared({ before, after, diff: answer.diff });
      }
    };
    compare().catch((error: unknown) => {
      console.error("comparing the versions failed:", error);
      if (!gone) setCompared({ before, after, diff: null });
    });
    return () => {
      gone = true;
    };
  }, [before, after]);
  return compared?.before === before && compared.after === after ? compared.diff : undefined;
}
