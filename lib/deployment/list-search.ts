import type { z } from "zod";
import { listInput } from "@/lib/deployment/schema";

/** What the list is filtered by; parsed. */
export type ListFilter = z.output<typeof listInput>;

type Params = Record<string, string | string[] | undefined>;

const names = {
  status: "status",
  projectId: "project",
  environmentId: "environment",
  text: "text",
  mine: "mine",
  page: "page",
} as const satisfies Record<keyof ListFilter, string>;

/** The filter that an address asks for; what makes no sense there counts as not given. */
export function listFilter(params: Params): ListFilter {
  const one = (name: string) => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) || undefined;
  };
  const shape = listInput.shape;
  return {
    status: shape.status.catch(undefined).parse(one(names.status)),
    projectId: shape.projectId.catch(undefined).parse(one(names.projectId)),
    environmentId: shape.environmentId.catch(undefined).parse(one(names.environmentId)),
    text: shape.text.catch(undefined).parse(one(names.text)) || undefined,
    mine: one(names.mine) ? true : undefined,
    page: shape.page.catch(1).parse(one(names.page)),
  };
}

/** The address of a filter: "" or "?status=…". The first page is not named. */
export function listSearch(filter: ListFilter): string {
  const search = new URLSearchParams();
  for (const key of ["status", "projectId", "environmentId", "text"] as const) {
    const value = filter[key];
    if (value) search.set(names[key], value);
  }
  if (filter.mine) search.set(names.mine, "1");
  if (filter.page > 1) search.set(names.page, String(filter.page));
  const text = search.toString();
  return text ? `?${text}` : "";
}

export function isFiltered({ page: _, ...filter }: ListFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** A title that says how many requests to sign wait, in place of what it said before: "(2) Deployments". */
export const counted = (title: string, n: number): string =>
  `${n > 0 ? `(${n}) ` : ""}${title.replace(/^\(\d+\) /, "")}`;
