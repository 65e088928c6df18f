import { fillSpec, parseSpec, type Values } from "@/lib/probe/spec";

/** Host that a stored spec goes to, as a key for counting; null when it cannot go anywhere as it stands. */
export function targetHost(spec: unknown, values: Values): string | null {
  const read = parseSpec(spec);
  if (!read.ok) return null;
  const { spec: filled, missing } = fillSpec(read.spec, values);
  if (missing.length > 0) return null;
  const { target } = filled;
  // A URL's parser spells every host in one way, also that of `host:port`.
  const url = URL.parse(/^https?:\/\//i.test(target) ? target : `http://${target}`);
  return url?.hostname.replace(/\.$/, "") || null;
}
