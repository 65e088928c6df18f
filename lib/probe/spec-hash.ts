import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ProbeSpec } from "@/lib/probe/spec";

/** SHA-256 of the spec's canonical JSON (RFC 8785), lower-case hex: what a signature names. */
export function specHash(spec: ProbeSpec): string {
  const text = canonicalize(spec);
  if (text === undefined) throw new Error("A probe's spec has no canonical form");
  return createHash("sha256").update(text).digest("hex");
}
