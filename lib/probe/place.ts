import { z } from "zod";
import { hasVariables } from "@/lib/probe/spec-fields";

/** Where a connection goes that is no URL's: `example.com:443`, `[::1]:443`. */

export type Place = { host: string; port: number };

/** Null for anything that says more, such as a user name, and for what leaves the port out. */
export function readPlace(text: string): Place | null {
  const parts = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/?#@\\[\]]+):(\d{1,5})$/.exec(text);
  const port = Number(parts?.[2]);
  const url = parts === null ? null : URL.parse(`http://${parts[1]}/`);
  if (url === null || port < 1 || port > 65_535) return null;
  return { host: url.hostname, port };
}

/** The place of a spec that was accepted. */
export function acceptedPlace(target: string): Place {
  const place = readPlace(target);
  if (place === null) throw new Error("the target of an accepted spec cannot be read");
  return place;
}

export const placeTarget = z
  .string()
  .max(300)
  .superRefine((text, context) => {
    if (hasVariables(text) || readPlace(text) !== null) return;
    context.addIssue({ code: "custom", message: "must be host:port, such as example.com:443" });
  });
