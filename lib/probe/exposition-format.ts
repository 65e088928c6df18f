import type { Exposition } from "@/lib/probe/exposition";
import { parseOpenMetrics } from "@/lib/probe/exposition-openmetrics";
import { parseText } from "@/lib/probe/exposition-text";

/** The two formats, and how one tells which a document is in. */

export const formats = ["text", "openmetrics"] as const;
export type Format = (typeof formats)[number];

const parsers: Readonly<Record<Format, (text: string) => Exposition>> = {
  text: parseText,
  openmetrics: parseOpenMetrics,
};

export const parseExposition = (text: string, format: Format): Exposition => parsers[format](text);

/** For a document of which nobody said the format: a line `# EOF` is what only OpenMetrics has, and has to have. */
export const guessFormat = (text: string): Format =>
  /(?:^|\n)# EOF(?:\n|$)/.test(text) ? "openmetrics" : "text";

/** The format that a content type names; null for one that is neither. None is text, as Prometheus takes it. */
export function formatOfType(contentType: string | null): Format | null {
  const [type = "", ...parameters] = (contentType ?? "text/plain").toLowerCase().split(";");
  if (type.trim() === "text/plain") return "text";
  if (type.trim() !== "application/openmetrics-text") return null;
  const version = parameters.map((one) => one.trim()).find((one) => one.startsWith("version="));
  return /^version="?(1\.\d+\.\d+|0\.0\.1)"?$/.test(version ?? "version=1.0.0")
    ? "openmetrics"
    : null;
}
