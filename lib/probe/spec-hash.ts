import { canonical, sha256 } from "@/lib/log/event";
import type { ProbeSpec } from "@/lib/probe/spec";

/** SHA-256 of the spec's canonical JSON (RFC 8785), lower-case hex: what a signature names. */
export const specHash = (spec: ProbeSpec): string => sha256(canonical(spec));
