"use client";

import { createContext, type ReactNode, useContext } from "react";
import { type Settling, useSettle } from "@/components/deployment/use-settle";

const Context = createContext<Settling | null>(null);

/** One hand for ticks on the page, so that undo knows the last one wherever it was made. */
export function SettlingProvider({ children }: { children: ReactNode }) {
  return <Context value={useSettle()}>{children}</Context>;
}

export function useSettling(): Settling {
  const settling = useContext(Context);
  if (!settling) throw new Error("useSettling needs a SettlingProvider above it");
  return settling;
}
