import { readAllowEntry } from "@/lib/probe/address";

/** As in commands and texts: {{BASE_URL}}. */
export const VARIABLE_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

export const isSlug = (text: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);

/** A first idea for a project's address; empty when the name has no Latin letters or digits. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[̀-ͯ]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-$/, "");
}

export function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Null for an address or network that can be allowed. */
export function allowProblem(entry: string): "not_a_network" | null {
  return readAllowEntry(entry) === null ? "not_a_network" : null;
}

/** How far an entry opens the door: shown in words beside it before it is saved. */
export type AllowReach = { kind: "address" | "network" | "everything"; entry: string };

/** Null for what is neither address nor network. A network that holds nearly all addresses is "everything". */
export function allowReach(entry: string): AllowReach | null {
  const range = readAllowEntry(entry);
  if (!range) return null;
  const [address, bits] = range;
  const whole = address.kind() === "ipv4" ? 32 : 128;
  if (bits === whole) return { kind: "address", entry };
  return { kind: bits < 8 ? "everything" : "network", entry };
}
