"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { type Filter, shows } from "@/components/deployment/filters/filter";

const parsers = {
  show: parseAsStringLiteral(shows).withDefault("all"),
  text: parseAsString.withDefault(""),
};

/** The filter, kept in the address so that a link shows what its sender sees. */
export function useFilter(): [Filter, (change: Partial<Filter>) => void] {
  const [filter, setFilter] = useQueryStates(parsers, { history: "replace", clearOnDefault: true });
  return [filter, (change) => void setFilter(change)];
}
